# The handbook
handbook-title = Handbook
handbook-lead = These pages are the rules the program follows. Every duty points to its passage. The pages are in Danish.
handbook-programme = Programme
handbook-from = Holds from
handbook-until = To
handbook-source = Source
handbook-warnings = { $count ->
    [one] The pages have 1 note for those who write them. The command rulebook check lists them.
   *[other] The pages have { $count } notes for those who write them. The command rulebook check lists them.
}
handbook-contents = Contents
handbook-invented = This version is invented. It shows what a reform looks like in the program.
handbook-holds-from = Holds from { $day }
handbook-holds-until = to { $day }
handbook-version = version
handbook-choices = Choices where the source is silent
handbook-choices-lead = Here the source does not say what holds, or contradicts itself. The choice can be changed on the page.
handbook-question = Question
handbook-chosen = Chosen
handbook-reason = Reason
