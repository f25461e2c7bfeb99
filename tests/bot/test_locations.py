"""Where the store and its index are kept."""

from pathlib import Path

import pytest

from bot.locations import index_of_ours, store_location
from bot.settings import Settings
from knowledge.domain import StoreLost, StoreProblem


def settings(url: str = "") -> Settings:
    return Settings(_env_file=None, database_url=url)


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def test_the_default_is_a_file_in_the_data_directory_with_its_index_beside_it(home):
    where = store_location(None, settings())
    file = home / "data" / "accordingto" / "accordingto.sqlite3"
    assert where.own
    assert where.url == f"sqlite:///{file}"
    assert where.index == Path(f"{file}.index")
    assert where.is_new()
    where.make_folder()
    file.write_bytes(b"")
    assert where.is_new()
    file.write_bytes(b"x")
    assert not where.is_new()


@pytest.mark.parametrize("given", ["sqlite:///town.db", "sqlite+pysqlite:///town.db"])
def test_a_named_file_keeps_its_index_beside_it_and_is_not_ours_to_fill(given):
    where = store_location(given, settings("sqlite:///other.db"))
    assert not where.own
    assert where.url == given
    assert where.index == Path("town.db.index")


def test_the_setting_holds_where_nothing_is_named():
    where = store_location(None, settings("sqlite:////srv/facts.db"))
    assert not where.own
    assert where.file == Path("/srv/facts.db")


def test_a_server_has_its_index_in_the_cache_by_its_name_and_not_by_its_password(home):
    one = store_location("postgresql://me:old-word@db/facts", settings())
    two = store_location("postgresql://me:new-word@db/facts", settings())
    other = store_location("postgresql://me:new-word@db/fiction", settings())
    assert one.index == two.index
    assert one.index != other.index
    assert home / "cache" in one.index.parents
    assert one.secrets() == ("old-word",)
    assert "old-word" not in one.shown
    assert not one.is_new()
    one.make_folder()


def test_a_folder_that_cannot_be_made_is_a_sentence(home):
    (home / "data").write_text("a file")
    with pytest.raises(StoreProblem, match="cannot be made"):
        store_location(None, settings()).make_folder()


def test_a_file_has_no_secret_and_shows_whole():
    where = store_location("sqlite:///town.db", settings())
    assert where.secrets() == ()
    assert where.shown == "sqlite:///town.db"


def test_each_program_has_an_index_of_its_own_and_finds_it_again(tmp_path):
    folder = tmp_path / "x.index"
    with index_of_ours(folder) as first, index_of_ours(folder) as second:
        assert (first, second) == (folder / "1", folder / "2")
    with index_of_ours(folder) as again:
        assert again == folder / "1"


def test_a_program_too_many_keeps_its_index_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.locations.PROGRAMS", 1)
    with index_of_ours(tmp_path / "x.index"), index_of_ours(tmp_path / "x.index") as second:
        assert second is None


def test_where_nothing_can_be_written_the_index_is_in_memory(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with index_of_ours(tmp_path / "file") as folder:
        assert folder is None


def test_a_file_that_is_gone_is_missed_where_its_index_is_left(home):
    where = store_location(f"sqlite:///{home}/town.db", settings())
    where.refuse_lost()
    (home / "town.db").write_bytes(b"x")
    where.mark()
    where.refuse_lost()
    with pytest.raises(StoreProblem, match="is there: nothing was changed"):
        where.begin_anew()
    (home / "town.db").unlink()
    (home / "town.db-wal").write_bytes(b"of the old one")
    with pytest.raises(StoreLost, match=r"though there was one: .*town.db.index is left of it"):
        where.refuse_lost()
    where.begin_anew()
    where.refuse_lost()
    assert list(home.iterdir()) == []


def test_a_server_is_never_begun_anew():
    where = store_location("postgresql://me@db/facts", settings())
    where.refuse_lost()
    where.mark()
    with pytest.raises(StoreProblem, match="nothing was changed"):
        where.begin_anew()
