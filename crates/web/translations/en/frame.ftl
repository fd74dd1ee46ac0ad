# The frame: what stands on every page.
skip-to-content = Skip to content
menu = Main menu
menu-day = My day
menu-cases = Cases
menu-citizens = Citizens
menu-unassigned = Unassigned
menu-figures = Figures
menu-handbook = Handbook
menu-about = About
demo-mark = Demo – invented people
demo-strip = Demonstration
demo-today = Today is { $day }.
demo-day = Move the day on to
demo-day-move = Move
sign-out = Sign out
role-caseworker = caseworker
role-job-broker = job broker
role-team-leader = team leader
role-reader = reader
date-today = today
date-tomorrow = tomorrow
date-in-days = { $days ->
    [one] in 1 day
   *[other] in { $days } days
}
date-days-over = { $days ->
    [one] 1 day over
   *[other] { $days } days over
}
