"""Updates on their way: kept before they are acknowledged, handled once, answered once."""
