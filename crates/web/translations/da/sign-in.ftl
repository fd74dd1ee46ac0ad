sign-in = Log ind
sign-in-login = Brugernavn
sign-in-password = Adgangskode
sign-in-wrong = Brugernavn og adgangskode passer ikke sammen. Prøv igen.
sign-in-wait = Der har været for mange forsøg med det brugernavn. Vent { $minutes ->
    [one] 1 minut
   *[other] { $minutes } minutter
}, og prøv igen.
