# case: owned by web-case
