"""Words that say little: function words of three languages, and everyday English."""

from functools import cache
from importlib.resources import files

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any each every all both either neither no not nor and or
    but if then than so as at by for from in into of off on onto out over to under up down with
    within without about above after again against before below between during further through
    until while because since though although i me my mine we us our ours you your yours he him
    his she her hers it its they them their theirs one ones who whom whose which what when where
    why how am is are was were be been being do does did doing done have has had having can could
    shall should will would may might must dont doesnt didnt cant couldnt wont wouldnt isnt arent
    wasnt werent im ive id ill youre hes shes thats theres there here just only also too very
    really please tell know anyone anybody something anything someone ever yet still s t d ll m re
    ve и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее
    мне было вот от меня еще нет о об из ему теперь когда даже ну ли если уже или ни быть был него
    до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть надо ней для
    мы тебя их чем была сам чтоб без чего раз тоже себе под будет ж тогда кто этот того потому
    этого какой ним здесь этом один почти мой тем чтобы нее были куда зачем всех можно при хоть
    после над тот через эти нас про них какая какие каких какое это эта эту этой сколько который
    которая которое которые і й та що як це той ця цей ці чи або але ні його її їх ми ви вони він
    вона воно ти з із зі від під між після коли де хто який яка яке які скільки чому навіщо куди
    звідки був була було були бути є буде будуть чого кого кому ким чим вже ще тільки лише теж
    також дуже можна треба щоб якщо тоді ось саме
    """.split()
)


@cache
def frequent() -> frozenset[str]:
    """Words too common to be a misspelling of a rarer one: English ones, and all function words."""
    listed = files("knowledge.search").joinpath("frequent_words.txt").read_text("utf-8")
    return frozenset(listed.split()) | FUNCTION_WORDS
