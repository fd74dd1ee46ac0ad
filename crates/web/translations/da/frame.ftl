# Ramme: det, der står på alle sider.
skip-to-content = Gå til indholdet
menu = Hovedmenu
menu-day = Min dag
menu-cases = Sager
menu-citizens = Borgere
menu-unassigned = Uden ansvarlig
menu-figures = Tal
menu-handbook = Håndbog
menu-about = Om
demo-mark = Demo – opdigtede personer
demo-strip = Demonstration
demo-today = I dag er det { $day }.
demo-day = Flyt dagen frem til
demo-day-move = Flyt
sign-out = Log af
role-caseworker = sagsbehandler
role-job-broker = jobformidler
role-team-leader = teamleder
role-reader = læser
date-today = i dag
date-tomorrow = i morgen
date-in-days = { $days ->
    [one] om 1 dag
   *[other] om { $days } dage
}
date-days-over = { $days ->
    [one] 1 dag over
   *[other] { $days } dage over
}
