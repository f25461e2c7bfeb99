"""What people go through with the bot, told once for every server that can be driven.

A conversation takes the driver of a server where a bot polls; a life takes an operator who has
not started one yet. Both raise AssertionError when the bot does not keep its word.
"""

from collections.abc import Callable

from tests.e2e.client import Driver
from tests.e2e.process import Operator
from tests.e2e.scenarios import (
    asking,
    attempts,
    browsing,
    curating,
    lives,
    odd,
    together,
    unreadable,
    weather,
)

CONVERSATIONS: tuple[Callable[[Driver], None], ...] = (
    asking.the_start_offers_questions_that_are_answered,
    asking.an_answer_names_its_speaker_first_and_then_what_to_be_careful_about,
    asking.the_source_says_where_it_stands,
    asking.the_other_accounts_stand_beside,
    asking.a_choice_is_taken,
    asking.none_of_these_is_heard,
    asking.an_edited_question_edits_its_answer,
    asking.a_word_on_the_answer_is_kept,
    asking.what_the_store_does_not_hold_is_not_answered,
    asking.a_wrong_year_is_named,
    asking.everybody_is_answered_in_their_language,
    asking.questions_of_one_reader_are_answered_in_their_order,
    browsing.every_command_of_the_menu_opens_its_page,
    browsing.incidents_and_speakers_lead_to_what_was_said,
    browsing.the_language_is_chosen_by_a_button,
    browsing.an_unknown_command_is_told_so,
    odd.a_message_of_5000_characters_is_answered,
    odd.emoji_alone_are_answered_with_a_refusal,
    odd.markup_in_a_question_is_only_text,
    odd.a_photo_and_a_voice_message_are_told_to_type,
    odd.nobody_gets_the_token,
    odd.old_and_foreign_buttons_do_no_harm,
    odd.an_empty_edit_changes_nothing,
    together.a_group_that_does_not_address_the_bot_hears_nothing,
    together.a_group_is_answered_in_short_under_the_question,
    together.settings_are_for_admins_and_for_who_opened_them,
    together.a_channel_post_that_asks_is_answered,
    together.an_answer_becomes_a_post_by_a_button_of_its_editor,
    together.curators_commands_of_strangers_are_met_with_silence,
    together.words_typed_in_any_chat_find_statements,
    together.the_timeline_is_a_picture_and_words,
    weather.a_reader_who_blocks_the_bot_stops_nobody,
    weather.a_reader_waits_when_telegram_asks_to,
    weather.a_failing_gateway_does_not_swallow_the_answer,
    weather.the_server_goes_away_for_ten_seconds,
)

LIVES: tuple[Callable[[Operator], None], ...] = (
    lives.the_bot_starts_before_its_server_does,
    lives.sigterm_leaves_no_question_without_its_answer,
    lives.the_menu_of_commands_is_told_in_every_language,
    lives.what_a_reader_chose_outlives_a_restart,
)

CURATED: tuple[Callable[[Operator], None], ...] = (
    curating.the_whole_way,
    curating.two_articles_about_one_incident,
    curating.the_same_article_is_known_again,
    curating.a_draft_is_changed_before_it_is_published,
    curating.drafts_and_forms_outlive_a_restart,
    curating.rows_are_tried_before_they_are_imported,
    curating.a_question_in_vain_is_answered_in_one_tap,
    attempts.nobody_without_the_right_gets_in,
    unreadable.what_cannot_be_taken_is_told_in_a_sentence,
)
