"""An account of AWS that nobody has."""

ACCOUNT = "123456789012"
SECRET = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:footfall-AbCdEf"
OWNER = f"arn:aws:quicksight:eu-west-1:{ACCOUNT}:user/default/analyst"
