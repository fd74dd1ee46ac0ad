day-title = Min dag
