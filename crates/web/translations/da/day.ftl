# Min dag
day-title = Min dag
day-whose = Hvis opgaver
day-mine = Mine
day-team = Teamets
day-unassigned = Uden ansvarlig
day-groups = Hvornår
day-all = Alle
day-overdue = Over fristen
day-today = I dag
day-soon = Næste 7 dage
day-later = Senere
day-waiting = Venter
day-on-hold = I bero
day-holder = Ansvarlig
day-holder-all = Alle i teamet
day-model = Indsats
day-model-all = Alle
day-step = Trin
day-step-all = Alle
day-event = Opgave
day-event-all = Alle
day-role = Rolle
day-role-all = Alle
day-act = Bindende
day-act-all = Alle
act-must = skal
act-default = som udgangspunkt
act-aim = målsætning
day-sort = Rækkefølge
day-sort-group = Dagens orden
day-sort-due = Frist
day-sort-name = Borger
day-sort-event = Opgave
day-sort-holder = Ansvarlig
day-assign = Fordel sagerne uden ansvarlig
day-empty = Der er ingen opgaver her.
day-empty-narrowed = Ingen opgaver passer til det, du har søgt og valgt.
day-caption = Opgaver med frist, borger og begrundelse
day-column-due = Frist
day-column-what = Opgave
day-column-citizen = Borger
day-column-standing = Status
day-column-holder = Ansvarlig
day-no-due = uden frist
day-aim = målsætning
day-since = siden { $day }
day-source-unverified = kilde ikke efterprøvet
day-why-from-start = Gælder, fra sagen åbnes
day-nobody = ingen
day-hold-until = hviler, igen fra { $day }
day-hold-open = i bero uden slutdag
day-appointment = aftale { $day }
day-appointment-at = aftale { $day } kl. { $time }
day-appointment-passed = mangler at blive registreret
day-waiting-for = venter på { $role }
day-opens-on = kan først ske { $day }
day-blocked = mangler:
day-blocked-by = mangler: { $what }
day-case-out-of-reach = Den valgte sag findes ikke, eller den hører til et andet team.
day-panel = Den valgte sag
# Det, alle lister deler
list-search = Søg i hele listen
list-search-hint = Navn, CPR-nummer eller sagsnummer
list-search-button = Søg
list-search-forgotten = Søgningen er ikke længere husket, så hele listen vises. Søg igen.
list-show = Vis
list-ascending = Vend rækkefølgen tilbage
list-descending = Vend rækkefølgen
list-filters = Vis kun en del af listen
list-narrowed = Listen viser kun:
list-lift = – fjern
list-searched = Søgning: »{ $text }«
list-clear = Ryd søgning og filtre
pager = Sider
pager-of = { $from }–{ $to } af { $total }
pager-none = 0 af { $total }
pager-previous = Forrige
pager-next = Næste
keys = Taster
keys-search = søg
keys-walk = ned og op i listen
keys-enter = vis sagen ved siden af
keys-open = åbn sagen
keys-switch = Brug enkeltbogstaver som genveje

# Hvorfor en opgave står der, på en halv linje.
why-after = efter »{ $event }«
why-within = inden { $time } efter »{ $event }«
why-again = { $every } efter »{ $event }«
why-same-day = samme dag
why-each-month = i hver kalendermåned
why-each-week = i hver kalenderuge
why-years = { $number } år
why-months = { $number ->
    [one] 1 måned
   *[other] { $number } måneder
}
why-weeks = { $number ->
    [one] 1 uge
   *[other] { $number } uger
}
why-days = { $number ->
    [one] 1 dag
   *[other] { $number } dage
}
why-working-days = { $number ->
    [one] 1 arbejdsdag
   *[other] { $number } arbejdsdage
}
why-every-years = { $number ->
    [one] hvert år
   *[other] hvert { $number }. år
}
why-every-months = { $number ->
    [one] hver måned
   *[other] hver { $number }. måned
}
why-every-weeks = { $number ->
    [one] hver uge
   *[other] hver { $number }. uge
}
why-every-days = { $number ->
    [one] hver dag
   *[other] hver { $number }. dag
}
why-every-working-days = { $number ->
    [one] hver arbejdsdag
   *[other] hver { $number }. arbejdsdag
}
day-now = Nu
day-undated = Skal gøres, uden frist
