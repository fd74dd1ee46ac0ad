# Nye regler og de sager, de gælder for
reform-title = Nye regler
reform-from = Gælder for åbne sager fra { $day }.
reform-text = En sag følger de gamle regler, til nogen har set, hvad der ændrer sig, og bekræftet det. Imens kan det, de nye regler ophæver, ikke planlægges.
reform-cases = { $count ->
    [one] 1 sag
   *[other] { $count } sager
}
reform-effects = Hvad de nye regler gør i sagen
reform-all = Alle sager
reform-cases-drop = Noget bortfalder
reform-cases-open = Noget nyt kommer til
reform-cases-move = Noget får en ny frist
reform-cases-same = Intet ændrer sig
reform-cases-misfit = Noget kan ikke følge med
reform-total-drops = { $count ->
    [one] 1 opgave bortfalder
   *[other] { $count } opgaver bortfalder
}
reform-total-opens = { $count ->
    [one] 1 ny opgave
   *[other] { $count } nye opgaver
}
reform-total-moves = { $count ->
    [one] 1 opgave får en ny frist
   *[other] { $count } opgaver får en ny frist
}
reform-total-same = { $count ->
    [one] 1 opgave er uændret
   *[other] { $count } opgaver er uændrede
}
reform-caption = Sager med opgaver før og efter de nye regler
reform-column-change = Ændring
reform-column-before = Frist før
reform-column-after = Frist efter
reform-dropped = bortfalder
reform-discharged = regnes for gjort
reform-opened = ny
reform-moved = ændret
reform-same = uændret
reform-suspended = hviler
reform-paused = i bero
reform-set-aside = fraveget
reform-not-there = står der ikke
reform-no-duties = Sagen har ingen åbne opgaver, hverken før eller efter.
reform-misfits = { $count ->
    [one] 1 registrering kan ikke følge med
   *[other] { $count } registreringer kan ikke følge med
}
reform-look = Se det hele
reform-confirm = Bekræft
reform-confirm-case = Bekræft de nye regler for { $name }
reform-confirmed = Sag { $case } følger nu de nye regler.
reform-none = Der er ingen nye regler at bekræfte i disse sager.
reform-ahead = På vej
reform-banner = Nye regler: { $count ->
    [one] 1 sag mangler
   *[other] { $count } sager mangler
} at blive bekræftet.
reform-banner-link = Se, hvad der ændrer sig
reform-many = { $count } sager. Så mange tælles ikke op efter, hvad der ændrer sig; søg eller vælg dine egne for at se det samlet.
reform-confirm-unchanged = Bekræft de { $count } sager her på siden, hvor intet ændrer sig
