"""Who gets what at every address: the whole of it, one line for an address, a method and what it is about.

`ok` is a page or a step onwards; `in` sends to the sign-in; 403 is not for this role or not now; 404 is as if it did
not exist; 405 is not a page. `reporter` made the reports and the draft and is the councillor reviewed; `stranger` is
another councillor; `group-lead` leads the reporter's group. Cases: `new`, `answered` (shared with champion and group,
with a lower tier proposed by somebody else), `closed`, `restricted` (shared as well, but kept for the monitoring
officer, answered). `person` is behind `new`, `kept-person` behind `restricted`;
`pattern` holds the first of them, `kept-pattern` the other. POST is sent without any data: `ok`
then means that the form is shown again or that the deed was done.
"""

COLUMNS = [
    "anonymous",
    "reporter",
    "stranger",
    "officer",
    "manager",
    "monitoring",
    "safety",
    "champion",
    "group-lead",
    "police",
    "admin",
]

TABLE = """
home                                 GET   -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
help                                 GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
accessibility                        GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
privacy                              GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
cookies                              GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
healthz                              GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
readyz                               GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok

account_login                        GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_logout                       GET   -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_inactive                     GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_signup                       GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_reauthenticate               GET   -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_change_password              GET   -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_reset_password               GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_reset_password_done          GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_reset_password_from_key      GET   key         ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
account_reset_password_from_key_done GET   -           ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok

report-start                         GET   -           in  ok  ok  ok  ok  ok  403 403 403 403 403
report-start                         POST  -           in  ok  ok  ok  ok  ok  403 403 403 403 403
report-resume                        GET   draft       in  ok  404 404 404 404 403 403 403 403 403
report-step                          GET   draft-step  in  ok  404 404 404 404 403 403 403 403 403
report-step                          POST  draft-step  in  ok  404 404 404 404 403 403 403 403 403
report-danger-now                    GET   draft       in  ok  404 404 404 404 403 403 403 403 403
report-danger-now                    POST  draft       in  ok  404 404 404 404 403 403 403 403 403
report-check                         GET   draft       in  ok  404 404 404 404 403 403 403 403 403
report-check                         POST  draft       in  ok  404 404 404 404 403 403 403 403 403
my-reports                           GET   -           in  ok  ok  ok  ok  ok  403 403 403 403 403
my-report                            GET   new         in  ok  404 404 404 404 403 403 403 403 403
my-report                            GET   restricted  in  ok  404 404 404 404 403 403 403 403 403
my-report                            POST  new         in  ok  404 404 404 404 403 403 403 403 403
report-sent                          GET   new         in  ok  404 404 404 404 403 403 403 403 403
report-again                         GET   new         in  405 405 405 405 405 405 405 405 405 405
report-again                         POST  new         in  ok  404 404 404 404 403 403 403 403 403
report-again                         POST  restricted  in  ok  404 404 404 404 403 403 403 403 403
report-withdraw                      GET   new         in  ok  404 404 404 404 403 403 403 403 403
report-withdraw                      POST  new         in  ok  404 404 404 404 403 403 403 403 403
report-withdraw                      POST  restricted  in  ok  404 404 404 404 403 403 403 403 403
report-they-know                     GET   new         in  405 405 405 405 405 405 405 405 405 405
report-they-know                     POST  new         in  ok  404 404 404 404 403 403 403 403 403
report-they-know                     POST  restricted  in  ok  404 404 404 404 403 403 403 403 403
report-readers                       GET   new         in  ok  404 404 404 404 403 403 403 403 403
report-readers                       POST  new         in  ok  404 404 404 404 403 403 403 403 403
report-readers                       GET   restricted  in  ok  404 404 404 404 403 403 403 403 403

my-support                           GET   new         in  ok  404 404 404 404 403 403 403 403 403
my-support                           GET   restricted  in  ok  404 404 404 404 403 403 403 403 403
my-support                           POST  new         in  ok  404 404 404 404 403 403 403 403 403
my-sharing                           GET   new         in  ok  404 404 404 404 403 403 403 403 403
my-sharing                           GET   restricted  in  ok  404 404 404 404 403 403 403 403 403
my-sharing                           POST  new         in  ok  404 404 404 404 403 403 403 403 403
support                              GET   -           in  403 403 403 403 ok  403 ok  403 403 403
support-request                      GET   support     in  403 403 403 403 404 403 ok  403 403 403
support-request                      POST  support     in  403 403 403 403 404 403 ok  403 403 403
support-report                       GET   support     in  403 403 403 403 404 403 ok  403 403 403
support-report                       GET   silent      in  403 403 403 403 404 403 404 403 403 403
support-shared                       GET   -           in  403 403 403 403 403 403 ok  ok  403 403
support-shared-report                GET   answered    in  403 403 403 403 403 403 ok  ok  403 403
support-shared-report                GET   new         in  403 403 403 403 403 403 404 404 403 403
support-shared-report                GET   restricted  in  403 403 403 403 403 403 404 404 403 403

report-use-message                   GET   draft-mail  in  ok  404 404 404 404 403 403 403 403 403
report-use-message                   POST  draft-mail  in  ok  404 404 404 404 403 403 403 403 403
evidence-add                         GET   draft       in  ok  404 404 404 404 403 403 403 403 403
evidence-add                         POST  draft       in  ok  404 404 404 404 403 403 403 403 403
evidence-add-mine                    GET   new         in  ok  404 404 404 404 403 403 403 403 403
evidence-add-mine                    GET   restricted  in  ok  404 404 404 404 403 403 403 403 403
evidence-add-mine                    POST  new         in  ok  404 404 404 404 403 403 403 403 403
evidence-add-case                    GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
evidence-add-case                    GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
evidence-add-case                    POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
evidence-add-case                    POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
evidence                             GET   file        in  ok  404 ok  ok  ok  403 403 403 403 403
evidence                             GET   kept-file   in  ok  404 404 404 ok  403 403 403 403 403
evidence                             GET   draft-file  in  ok  404 404 404 404 403 403 403 403 403
evidence-preview                     GET   file        in  ok  404 ok  ok  ok  403 403 403 403 403
evidence-preview                     GET   kept-file   in  ok  404 404 404 ok  403 403 403 403 403
evidence-preview                     GET   draft-file  in  ok  404 404 404 404 403 403 403 403 403
evidence-download                    GET   file        in  ok  404 ok  ok  ok  403 403 403 403 403
evidence-download                    GET   kept-file   in  ok  404 404 404 ok  403 403 403 403 403
evidence-download                    GET   draft-file  in  ok  404 404 404 404 403 403 403 403 403
evidence-remove                      GET   draft-file  in  405 405 405 405 405 405 405 405 405 405
evidence-remove                      POST  draft-file  in  ok  404 404 404 404 403 403 403 403 403
evidence-remove                      POST  file        in  403 404 403 403 403 403 403 403 403 403
evidence-remove                      POST  kept-file   in  403 404 404 404 403 403 403 403 403 403
evidence-disclose                    GET   file        in  403 403 ok  ok  ok  403 403 403 403 403
evidence-disclose                    POST  file        in  403 403 ok  ok  ok  403 403 403 403 403
evidence-disclose                    POST  kept-file   in  403 403 404 404 ok  403 403 403 403 403

words                                GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
word-add                             GET   -           in  403 403 403 ok  ok  403 403 403 403 403
word-add                             POST  -           in  403 403 403 ok  ok  403 403 403 403 403
word                                 GET   word        in  403 403 ok  ok  ok  403 403 403 403 403
word                                 GET   agreed-word in  403 403 ok  ok  ok  403 403 403 403 403
word-decide                          GET   word        in  403 403 ok  ok  ok  403 403 403 403 403
word-decide                          GET   agreed-word in  403 403 403 403 403 403 403 403 403 403
word-decide                          POST  word        in  403 403 ok  ok  ok  403 403 403 403 403
word-retire                          GET   word        in  403 403 403 403 403 403 403 403 403 403
word-retire                          GET   agreed-word in  403 403 403 ok  ok  403 403 403 403 403
word-retire                          POST  agreed-word in  403 403 403 ok  ok  403 403 403 403 403

how-we-decide                        GET   -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
process-versions                     GET   -           in  403 403 403 ok  ok  403 403 403 403 403
process-new                          GET   -           in  403 403 403 403 ok  403 403 403 403 403
process-new                          POST  -           in  403 403 403 403 ok  403 403 403 403 403
process-import                       GET   -           in  403 403 403 403 ok  403 403 403 403 403
process-import                       POST  -           in  403 403 403 403 ok  403 403 403 403 403
process-version                      GET   process     in  403 403 403 ok  ok  403 403 403 403 403
process-version                      GET   shipped     in  403 403 403 ok  ok  403 403 403 403 403
process-export                       GET   process     in  403 403 403 ok  ok  403 403 403 403 403
process-change                       GET   gates       in  403 403 403 403 ok  403 403 403 403 403
process-change                       POST  gates       in  403 403 403 403 ok  403 403 403 403 403
process-discard                      GET   process     in  403 403 403 403 ok  403 403 403 403 403
process-discard                      POST  process     in  403 403 403 403 ok  403 403 403 403 403
process-replay                       GET   process     in  403 403 403 ok  ok  403 403 403 403 403
process-replay-start                 GET   process     in  405 405 405 405 405 405 405 405 405 405
process-replay-start                 POST  process     in  403 403 403 403 ok  403 403 403 403 403
process-propose                      GET   replayed    in  403 403 403 403 ok  403 403 403 403 403
process-propose                      GET   process     in  403 403 403 403 403 403 403 403 403 403
process-propose                      POST  replayed    in  403 403 403 403 ok  403 403 403 403 403
process-take-back                    GET   proposed    in  405 405 405 405 405 405 405 405 405 405
process-take-back                    POST  proposed    in  403 403 403 403 ok  403 403 403 403 403
process-decide                       GET   proposed    in  403 403 403 ok  ok  403 403 403 403 403
process-decide                       GET   process     in  403 403 403 403 403 403 403 403 403 403
process-decide                       POST  proposed    in  403 403 403 ok  ok  403 403 403 403 403

queue                                GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
queue-bulk                           GET   -           in  405 405 405 405 405 405 405 405 405 405
queue-bulk                           POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
queue-bulk-done                      GET   bulk        in  403 403 404 404 404 403 403 403 403 403
queue-views                          GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
queue-views                          POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
queue-view-add                       GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
queue-view-add                       POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
queue-view                           GET   view        in  403 403 403 403 403 403 403 403 403 403
queue-view                           GET   kept-view   in  403 403 404 404 404 403 403 403 403 403
queue-view                           POST  view        in  403 403 403 403 403 403 403 403 403 403
queue-view-delete                    GET   view        in  405 405 405 405 405 405 405 405 405 405
queue-view-delete                    POST  view        in  403 403 403 403 403 403 403 403 403 403
queue-view-delete                    POST  kept-view   in  403 403 404 404 404 403 403 403 403 403
case                                 GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case                                 GET   closed      in  403 403 ok  ok  ok  403 403 403 403 403
case                                 GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-here                            GET   new         in  405 405 405 405 405 405 405 405 405 405
case-here                            POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-here                            POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-acknowledge                     GET   new         in  405 405 405 405 405 405 405 405 405 405
case-acknowledge                     POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-acknowledge                     POST  closed      in  403 403 403 403 403 403 403 403 403 403
case-acknowledge                     POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-take                            GET   new         in  405 405 405 405 405 405 405 405 405 405
case-take                            POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-take                            POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-assign                          GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case-assign                          POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-assign                          POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-facts                           GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case-facts                           GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-facts                           POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-facts                           POST  closed      in  403 403 403 403 403 403 403 403 403 403
case-facts                           POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-signs                           GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case-signs                           GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-signs                           POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-signs                           POST  closed      in  403 403 403 403 403 403 403 403 403 403
case-signs                           POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-print                           GET  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-print                           GET  closed      in  403 403 ok  ok  ok  403 403 403 403 403
case-print                           GET  restricted  in  403 403 404 404 ok  403 403 403 403 403
tasks                                GET  -           in  403 403 ok  ok  ok  403 403 403 403 403
case-task-add                        GET  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-task-add                        GET  closed      in  403 403 403 403 403 403 403 403 403 403
case-task-add                        GET  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-task-add                        POST new         in  403 403 ok  ok  ok  403 403 403 403 403
case-task-add                        POST restricted  in  403 403 404 404 ok  403 403 403 403 403
task                                 GET  task        in  403 403 ok  ok  ok  403 403 403 403 403
task                                 GET  kept-task   in  403 403 404 404 ok  403 403 403 403 403
task                                 GET  done-task   in  403 403 ok  ok  ok  403 403 403 403 403
task-done                            POST task        in  403 403 ok  ok  ok  403 403 403 403 403
task-done                            POST kept-task   in  403 403 404 404 ok  403 403 403 403 403
task-done                            POST ended-task  in  403 403 403 403 403 403 403 403 403 403
task-hand-over                       GET  task        in  403 403 ok  ok  ok  403 403 403 403 403
task-hand-over                       GET  kept-task   in  403 403 404 404 ok  403 403 403 403 403
task-hand-over                       GET  done-task   in  403 403 403 403 403 403 403 403 403 403
task-hand-over                       POST task        in  403 403 ok  ok  ok  403 403 403 403 403
task-hand-over                       POST kept-task   in  403 403 404 404 ok  403 403 403 403 403
task-hand-over                       POST done-task   in  403 403 403 403 403 403 403 403 403 403
task-drop                            GET  task        in  403 403 ok  ok  ok  403 403 403 403 403
task-drop                            GET  kept-task   in  403 403 404 404 ok  403 403 403 403 403
task-drop                            GET  done-task   in  403 403 403 403 403 403 403 403 403 403
task-drop                            POST task        in  403 403 ok  ok  ok  403 403 403 403 403
task-drop                            POST kept-task   in  403 403 404 404 ok  403 403 403 403 403
task-drop                            POST done-task   in  403 403 403 403 403 403 403 403 403 403
task-take-up                         GET  task        in  403 403 403 403 403 403 403 403 403 403
task-take-up                         GET  done-task   in  403 403 ok  ok  ok  403 403 403 403 403
task-take-up                         GET  kept-task   in  403 403 404 404 403 403 403 403 403 403
task-take-up                         GET  ended-task  in  403 403 403 403 403 403 403 403 403 403
task-take-up                         POST task        in  403 403 403 403 403 403 403 403 403 403
task-take-up                         POST done-task   in  403 403 ok  ok  ok  403 403 403 403 403
task-take-up                         POST kept-task   in  403 403 404 404 403 403 403 403 403 403
task-take-up                         POST ended-task  in  403 403 403 403 403 403 403 403 403 403
task-templates                       GET  -           in  403 403 ok  ok  ok  403 403 403 403 403
task-template                        GET  kind        in  403 403 ok  ok  ok  403 403 403 403 403
task-template-add                    GET  -           in  403 403 403 ok  ok  403 403 403 403 403
task-template-add                    POST -           in  403 403 403 ok  ok  403 403 403 403 403
task-template-change                 GET  kind        in  403 403 403 ok  ok  403 403 403 403 403
task-template-change                 POST kind        in  403 403 403 ok  ok  403 403 403 403 403
task-template-switch                 GET  kind        in  403 403 403 ok  ok  403 403 403 403 403
task-template-switch                 POST kind        in  403 403 403 ok  ok  403 403 403 403 403
case-override                        GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case-override                        POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-override                        POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-override-decide                 GET   answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-override-decide                 POST  answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-override-decide                 POST  new         in  403 403 403 403 403 403 403 403 403 403
case-override-decide                 POST  restricted  in  403 403 404 404 403 403 403 403 403 403
case-plan                            GET   answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-plan                            GET   new         in  403 403 403 403 403 403 403 403 403 403
case-plan                            POST  answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-plan                            POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-pause                           GET   answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-pause                           GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-pause                           POST  answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-resume                          GET   answered    in  405 405 405 405 405 405 405 405 405 405
case-resume                          POST  answered    in  403 403 403 403 403 403 403 403 403 403
case-resume                          POST  restricted  in  403 403 404 404 403 403 403 403 403 403
case-refer                           GET   answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-refer                           POST  answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-refer                           POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-close                           GET   answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-close                           POST  answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-close                           POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-reopen                          GET   closed      in  403 403 ok  ok  ok  403 403 403 403 403
case-reopen                          POST  closed      in  403 403 ok  ok  ok  403 403 403 403 403
case-reopen                          POST  restricted  in  403 403 404 404 403 403 403 403 403 403
case-message                         GET   answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-message                         POST  answered    in  403 403 ok  ok  ok  403 403 403 403 403
case-message                         POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-note                            GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case-note                            GET   closed      in  403 403 ok  ok  ok  403 403 403 403 403
case-note                            GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-note                            POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-note                            POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-duplicate                       GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case-duplicate                       GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-duplicate                       POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-duplicate                       POST  closed      in  403 403 403 403 403 403 403 403 403 403
case-duplicate                       POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-conflict                        GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case-conflict                        GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-conflict                        POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-conflict                        POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-complained-about                GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
case-complained-about                GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-complained-about                POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
case-complained-about                POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
case-let-back                        GET   new         in  403 403 403 403 403 403 403 403 403 403
case-let-back                        GET   restricted  in  403 403 404 404 403 403 403 403 403 403
case-let-back                        POST  new         in  403 403 403 403 403 403 403 403 403 403
case-let-back                        POST  restricted  in  403 403 404 404 403 403 403 403 403 403
case-widen                           GET   new         in  403 403 403 403 403 403 403 403 403 403
case-widen                           GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
case-widen                           POST  new         in  403 403 403 403 403 403 403 403 403 403
case-widen                           POST  restricted  in  403 403 404 404 ok  403 403 403 403 403

intake-telephone                     GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
intake-telephone                     POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
intake-pile-on                       GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
intake-pile-on                       POST  -           in  403 403 ok  ok  ok  403 403 403 403 403

people                               GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
people                               POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
person-add                           GET   new         in  403 403 ok  ok  ok  403 403 403 403 403
person-add                           GET   restricted  in  403 403 404 404 ok  403 403 403 403 403
person-add                           POST  new         in  403 403 ok  ok  ok  403 403 403 403 403
person-add                           POST  restricted  in  403 403 404 404 ok  403 403 403 403 403
person                               GET   person      in  403 403 ok  ok  ok  403 403 403 403 403
person                               GET   kept-person in  403 403 404 404 ok  403 403 403 403 403
person-decide                        GET   person-on   in  405 405 405 405 405 405 405 405 405 405
person-decide                        POST  person-on   in  403 403 ok  ok  ok  403 403 403 403 403
person-decide                        POST  person-on-kept in  403 403 404 404 ok  403 403 403 403 403
person-decide                        POST  kept-person-on in  403 403 404 404 ok  403 403 403 403 403
person-identifiers                   GET   person      in  403 403 ok  ok  ok  403 403 403 403 403
person-identifiers                   GET   kept-person in  403 403 404 404 ok  403 403 403 403 403
person-identifiers                   POST  person      in  403 403 ok  ok  ok  403 403 403 403 403
person-identifiers                   POST  kept-person in  403 403 404 404 ok  403 403 403 403 403
person-remove                        GET   person      in  403 403 ok  ok  ok  403 403 403 403 403
person-remove                        GET   kept-person in  403 403 404 404 ok  403 403 403 403 403
person-remove                        POST  person      in  403 403 ok  ok  ok  403 403 403 403 403
person-remove                        POST  kept-person in  403 403 404 404 ok  403 403 403 403 403
person-change                        GET   person      in  403 403 ok  ok  ok  403 403 403 403 403
person-change                        GET   kept-person in  403 403 404 404 ok  403 403 403 403 403
person-change                        POST  person      in  403 403 ok  ok  ok  403 403 403 403 403
person-change                        POST  kept-person in  403 403 404 404 ok  403 403 403 403 403
person-merge                         GET   person      in  403 403 ok  ok  ok  403 403 403 403 403
person-merge                         GET   kept-person in  403 403 404 404 ok  403 403 403 403 403
person-merge                         POST  person      in  403 403 ok  ok  ok  403 403 403 403 403
person-merge                         POST  kept-person in  403 403 404 404 ok  403 403 403 403 403
person-unmerge                       GET   person      in  403 403 ok  ok  ok  403 403 403 403 403
person-unmerge                       GET   kept-person in  403 403 404 404 ok  403 403 403 403 403
person-unmerge                       POST  person      in  403 403 ok  ok  ok  403 403 403 403 403
person-unmerge                       POST  kept-person in  403 403 404 404 ok  403 403 403 403 403

risk-reviews                         GET   -           in  403 403 ok  ok  ok  ok  403 403 403 403
risk-review                          GET   review      in  403 403 ok  ok  ok  ok  403 403 403 403
risk-review                          POST  review      in  403 403 ok  ok  ok  ok  403 403 403 403
my-safety                            GET   -           in  ok  ok  ok  ok  ok  403 403 403 403 403

dashboard                            GET   -           in  403 403 403 ok  ok  403 403 403 403 403
second-officer                       GET   -           in  403 403 403 ok  ok  403 403 403 403 403
recent-reports                       GET   -           in  403 403 403 ok  ok  403 403 403 403 403

duty-rota                            GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-mine                            GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-cover-ask                       GET   shift       in  403 403 403 403 403 403 403 403 403 403
duty-cover-ask                       POST  shift       in  403 403 403 403 403 403 403 403 403 403
duty-covers                          GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-cover                           GET   cover       in  403 403 404 ok  ok  403 403 403 403 403
duty-cover                           POST  cover       in  403 403 404 ok  ok  403 403 403 403 403
duty-absences                        GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-absence-add                     GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-absence-add                     POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-absence-end                     GET   absence     in  403 403 404 ok  ok  403 403 403 403 403
duty-absence-end                     POST  absence     in  403 403 404 ok  ok  403 403 403 403 403
duty-notes                           GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-note-add                        GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-note-add                        POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-note-read                       GET   note        in  405 405 405 405 405 405 405 405 405 405
duty-note-read                       POST  note        in  403 403 ok  ok  ok  403 403 403 403 403
duty-weeks                           GET   -           in  403 403 403 ok  ok  403 403 403 403 403
duty-week-add                        GET   -           in  403 403 403 ok  ok  403 403 403 403 403
duty-week-add                        POST  -           in  403 403 403 ok  ok  403 403 403 403 403
duty-week-copy                       GET   -           in  403 403 403 ok  ok  403 403 403 403 403
duty-week-copy                       POST  -           in  403 403 403 ok  ok  403 403 403 403 403
duty-week                            GET   week        in  403 403 403 ok  ok  403 403 403 403 403
duty-week                            POST  week        in  403 403 403 ok  ok  403 403 403 403 403
duty-week-remove                     GET   week        in  403 403 403 ok  ok  403 403 403 403 403
duty-week-remove                     POST  week        in  403 403 403 ok  ok  403 403 403 403 403
duty-week-plan                       GET   week        in  403 403 403 ok  ok  403 403 403 403 403
duty-week-plan                       POST  week        in  403 403 403 ok  ok  403 403 403 403 403
duty-slot-remove                     GET   slot        in  405 405 405 405 405 405 405 405 405 405
duty-slot-remove                     POST  slot        in  403 403 403 ok  ok  403 403 403 403 403
duty-calendar                        GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-calendar-mine                   GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-calendar-whole                  GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
duty-calendar-import                 GET   -           in  403 403 403 ok  ok  403 403 403 403 403
duty-calendar-import                 POST  -           in  403 403 403 ok  ok  403 403 403 403 403
duty-shift-add                       GET   -           in  403 403 403 ok  ok  403 403 403 403 403
duty-shift-add                       POST  -           in  403 403 403 ok  ok  403 403 403 403 403
duty-shift-change                    GET   shift       in  403 403 403 ok  ok  403 403 403 403 403
duty-shift-change                    POST  shift       in  403 403 403 ok  ok  403 403 403 403 403
duty-shift-remove                    GET   shift       in  403 403 403 ok  ok  403 403 403 403 403
duty-shift-remove                    POST  shift       in  403 403 403 ok  ok  403 403 403 403 403

held-mails                           GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
held-mails                           POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
held-mail                            GET   mail        in  403 403 ok  ok  ok  403 403 403 403 403
held-mail-report                     GET   mail        in  403 403 ok  ok  ok  403 403 403 403 403
held-mail-report                     POST  mail        in  403 403 ok  ok  ok  403 403 403 403 403
held-mail-nothing                    GET   mail        in  403 403 ok  ok  ok  403 403 403 403 403
held-mail-nothing                    POST  mail        in  403 403 ok  ok  ok  403 403 403 403 403

notices                              GET   -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
notices-read                         GET   -           in  405 405 405 405 405 405 405 405 405 405
notices-read                         POST  -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
notice                               GET   notice      in  ok  404 404 404 404 404 404 404 404 404
contact                              GET   -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
contact                              POST  -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
contact-code                         GET   -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
contact-code                         POST  -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
contact-stop                         GET   -           in  405 405 405 405 405 405 405 405 405 405
contact-stop                         POST  -           in  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
hook-notify                          GET   -           405 405 405 405 405 405 405 405 405 405 405
hook-notify                          POST  -           403 403 403 403 403 403 403 403 403 403 403

patterns                             GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
pattern-begin                        GET   -           in  403 403 ok  ok  ok  403 403 403 403 403
pattern-begin                        POST  -           in  403 403 ok  ok  ok  403 403 403 403 403
pattern                              GET   pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern                              GET   kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-confirm                      GET   pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern-confirm                      GET   kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-confirm                      POST  pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern-confirm                      POST  kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-dismiss                      GET   pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern-dismiss                      GET   kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-dismiss                      POST  pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern-dismiss                      POST  kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-add                          GET   pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern-add                          GET   kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-add                          POST  pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern-add                          POST  kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-remove                       GET   pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern-remove                       GET   kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-remove                       POST  pattern     in  403 403 ok  ok  ok  403 403 403 403 403
pattern-remove                       POST  kept-pattern in  403 403 404 404 ok  403 403 403 403 403
pattern-dissolve                     GET   pattern     in  403 403 403 403 403 403 403 403 403 403
pattern-dissolve                     GET   kept-pattern in  403 403 404 404 403 403 403 403 403 403
pattern-dissolve                     POST  pattern     in  403 403 403 403 403 403 403 403 403 403
pattern-dissolve                     POST  kept-pattern in  403 403 404 404 403 403 403 403 403 403

demo-messages                        GET   -           in  404 404 404 404 404 404 404 404 404 404
"""


def rows() -> list[tuple[str, str, str, dict[str, str]]]:
    """Name, method, what it is about, and what each column gets."""
    lines = [line.split() for line in TABLE.splitlines() if line.strip()]
    return [(name, method, about, dict(zip(COLUMNS, cells, strict=True))) for name, method, about, *cells in lines]
