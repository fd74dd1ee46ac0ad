sign-in = Sign in
sign-in-login = User name
sign-in-password = Password
sign-in-wrong = User name and password do not belong together. Try again.
sign-in-wait = There have been too many tries with that user name. Wait { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}, and try again.
