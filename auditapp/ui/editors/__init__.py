"""One editor for each kind of answer. They do not know one another; `editor_choice` picks."""
