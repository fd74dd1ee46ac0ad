day-title = My day
