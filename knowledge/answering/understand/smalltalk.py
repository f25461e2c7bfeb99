"""Greetings, thanks and questions about the bot: nothing to be looked up."""

import re

_SMALL = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hiya|yo|good (?:morning|afternoon|evening|day|night)|howdy|thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|ok(?:ay)?|cool|great|nice|bye|goodbye|see you|lol|wow|test|ping"
    r"|(?:hi|hello|hey) (?:there|bot|all|everyone)|how are you(?: doing)?(?: today)?|what'?s up|who are you|what are you|are you (?:a )?(?:human|bot|robot|real|ai|there)(?: person)?|what can you do|what do you do|how do you work|who (?:made|built|created) you|what is this(?: bot)?|help(?: me)?|start|your name|what is your name"
    r"|(?:what|which) languages (?:do|can) you (?:speak|understand|know)|на каких языках ты говоришь|якими мовами ти розмовляєш|(?:delete|erase|forget) (?:my data|me|everything about me)|удали мои данные|забудь меня|видали мої дані|забудь мене"
    r"|привет(?:ик|ствую)?|здравствуй(?:те)?|здрасте|добрый (?:день|вечер)|доброе утро|спасибо(?: большое)?|благодарю|пока|до свидания|как дела|кто ты|ты кто|ты (?:бот|человек|робот)|что ты умеешь|что умеешь|помощь|помоги|ок|ага|тест"
    r"|привіт(?:ик)?|вітаю|доброго (?:дня|ранку|вечора)|добрий (?:день|вечір|ранок)|дякую|бувай|до побачення|як справи|хто ти|ти хто|ти (?:бот|людина|робот)|що ти вмієш|допомога|допоможи|тест)\W*)+$"
)


def is_small_talk(question: str) -> bool:
    """Whether a folded message holds nothing else."""
    return _SMALL.match(question) is not None
