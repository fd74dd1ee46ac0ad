# Håndbogen
handbook-title = Håndbog
handbook-lead = Siderne her er reglerne, programmet følger. Hver opgave peger på sit afsnit.
handbook-programme = Indsats
handbook-from = Gælder fra
handbook-until = Til og med
handbook-source = Kilde
handbook-warnings = { $count ->
    [one] Siderne har 1 bemærkning til den, der skriver dem. Den står i kommandoen rulebook check.
   *[other] Siderne har { $count } bemærkninger til den, der skriver dem. De står i kommandoen rulebook check.
}
handbook-contents = Indhold
handbook-invented = Denne udgave er opdigtet. Den viser, hvordan en reform ser ud i programmet.
handbook-holds-from = Gælder fra { $day }
handbook-holds-until = til og med { $day }
handbook-version = udgave
handbook-choices = Valg, hvor kilden tier
handbook-choices-lead = Her siger kilden ikke, hvad der gælder, eller den modsiger sig selv. Valget kan ændres på siden.
handbook-question = Spørgsmål
handbook-chosen = Valgt
handbook-reason = Begrundelse
