# My day
day-title = My day
day-whose = Whose duties
day-mine = Mine
day-team = Team
day-unassigned = Unassigned
day-groups = When
day-all = All
day-overdue = Overdue
day-today = Today
day-soon = Next 7 days
day-later = Later
day-waiting = Waiting
day-on-hold = On hold
day-holder = Holder
day-holder-all = Everybody in the team
day-model = Programme
day-model-all = All
day-step = Step
day-step-all = All
day-event = Duty
day-event-all = All
day-role = Role
day-role-all = All
day-act = Binding
day-act-all = All
act-must = must
act-default = as a rule
act-aim = aim
day-sort = Order
day-sort-group = The day's order
day-sort-due = Due day
day-sort-name = Citizen
day-sort-event = Duty
day-sort-holder = Holder
day-assign = Hand out the unassigned cases
day-empty = There is nothing to do here.
day-empty-narrowed = No duties match what you searched for and chose.
day-caption = Duties with due day, citizen and reason
day-column-due = Due
day-column-what = Duty
day-column-citizen = Citizen
day-column-standing = Standing
day-column-holder = Holder
day-no-due = no day
day-aim = aim
day-since = since { $day }
day-source-unverified = source not verified
day-why-from-start = Holds from the day the case is opened
day-nobody = nobody
day-hold-until = rests, again from { $day }
day-hold-open = on hold without an end day
day-appointment = appointment { $day }
day-appointment-at = appointment { $day } at { $time }
day-appointment-passed = not registered yet
day-waiting-for = waiting for { $role }
day-opens-on = not possible before { $day }
day-blocked = missing:
day-blocked-by = missing: { $what }
day-case-out-of-reach = The chosen case does not exist, or it belongs to another team.
day-panel = The chosen case
# What all lists share
list-search = Search the whole list
list-search-hint = Name, CPR number or case number
list-search-button = Search
list-search-forgotten = The search is no longer remembered, so the whole list is shown. Search again.
list-show = Show
list-ascending = Turn the order back
list-descending = Turn the order
list-filters = Show part of the list only
list-narrowed = The list shows only:
list-lift = – lift
list-searched = Search: “{ $text }”
list-clear = Clear search and filters
pager = Pages
pager-of = { $from }–{ $to } of { $total }
pager-none = 0 of { $total }
pager-previous = Previous
pager-next = Next
keys = Keys
keys-search = search
keys-walk = down and up in the list
keys-enter = show the case beside
keys-open = open the case
keys-switch = Use single letters as shortcuts

# Why a duty is there, in half a line.
why-after = after “{ $event }”
why-within = within { $time } of “{ $event }”
why-again = { $every } after “{ $event }”
why-same-day = the same day
why-each-month = in every calendar month
why-each-week = in every calendar week
why-years = { $number ->
    [one] 1 year
   *[other] { $number } years
}
why-months = { $number ->
    [one] 1 month
   *[other] { $number } months
}
why-weeks = { $number ->
    [one] 1 week
   *[other] { $number } weeks
}
why-days = { $number ->
    [one] 1 day
   *[other] { $number } days
}
why-working-days = { $number ->
    [one] 1 working day
   *[other] { $number } working days
}
why-every-years = { $number ->
    [one] every year
   *[other] every { $number } years
}
why-every-months = { $number ->
    [one] every month
   *[other] every { $number } months
}
why-every-weeks = { $number ->
    [one] every week
   *[other] every { $number } weeks
}
why-every-days = { $number ->
    [one] every day
   *[other] every { $number } days
}
why-every-working-days = { $number ->
    [one] every working day
   *[other] every { $number } working days
}
day-now = Now
day-undated = To be done, without a day
