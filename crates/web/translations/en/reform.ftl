# New rules and the cases they hold for
reform-title = New rules
reform-from = Holds for open cases from { $day }.
reform-text = A case follows the old rules until somebody has seen what changes and confirmed it. Meanwhile, what the new rules repeal cannot be planned.
reform-cases = { $count ->
    [one] 1 case
   *[other] { $count } cases
}
reform-effects = What the new rules do in the case
reform-all = All cases
reform-cases-drop = Something lapses
reform-cases-open = Something new is due
reform-cases-move = Something gets a new day
reform-cases-same = Nothing changes
reform-cases-misfit = Something does not fit
reform-total-drops = { $count ->
    [one] 1 duty lapses
   *[other] { $count } duties lapse
}
reform-total-opens = { $count ->
    [one] 1 new duty
   *[other] { $count } new duties
}
reform-total-moves = { $count ->
    [one] 1 duty gets a new day
   *[other] { $count } duties get a new day
}
reform-total-same = { $count ->
    [one] 1 duty stays as it is
   *[other] { $count } duties stay as they are
}
reform-caption = Cases with their duties before and after the new rules
reform-column-change = Change
reform-column-before = Due before
reform-column-after = Due after
reform-dropped = lapses
reform-discharged = counts as done
reform-opened = new
reform-moved = changed
reform-same = unchanged
reform-suspended = rests
reform-paused = on hold
reform-set-aside = set aside
reform-not-there = not there
reform-no-duties = The case has no open duties, neither before nor after.
reform-misfits = { $count ->
    [one] 1 entry does not fit
   *[other] { $count } entries do not fit
}
reform-look = See all of it
reform-confirm = Confirm
reform-confirm-case = Confirm the new rules for { $name }
reform-confirmed = Case { $case } now follows the new rules.
reform-none = There are no new rules to confirm in these cases.
reform-ahead = On their way
reform-banner = New rules: { $count ->
    [one] 1 case awaits
   *[other] { $count } cases await
} confirmation.
reform-banner-link = See what changes
reform-many = { $count } cases. So many are not counted by what changes; search or choose your own to see it together.
reform-confirm-unchanged = Confirm the { $count } cases on this page in which nothing changes
