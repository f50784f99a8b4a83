"""How often one may try, by address (ip), by what is typed (key) or by account (user)."""

# Those below the line are ours, asked by members.accounts.limits.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,100/h/ip,3/m/key,10/h/key",
    "reset_password": "10/m/ip,3/h/key",
    # --
    "try_code": "30/m/ip",
    "accept_invitation": "30/m/ip",
    "ask_for_access": "5/m/ip,20/h/ip,3/d/key",
    "invite": "60/h/user",
    "change_email": "5/h/user",
    "report_problem": "5/m/ip,30/h/ip",
    "follow": "10/m/ip,40/h/ip",
    "follow_address": "5/d/key",
    # A classroom of thirty behind one address, each at every key; counted by each process for itself.
    "suggest": "1500/m/ip",
    "survey_code": "20/m/ip,100/h/ip",
    "survey_code_typed": "30/m/ip,200/h/ip",
    "survey_access_code": "10/m/ip,60/h/ip",
    # Answers of the interface for programs that had to be made; counted by each process for itself.
    "interface": "120/m/ip",
}
