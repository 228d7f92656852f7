"""A sweep with botocove as a user writes it: who am I, in every account of the list. Arguments: the role, then the accounts."""
import json
import sys

from botocove import cove


# botocove names the session after the role, and AWS takes no path there.
@cove(rolename=sys.argv[1], role_session_name="sweep", target_ids=sys.argv[2:], org_master=False)
def account_of(session):
    return session.client("sts").get_caller_identity()["Account"]


found = account_of()
json.dump(
    {
        "reached": sorted(each["Result"] for each in found["Results"]),
        "refused": sorted(each["Id"] for each in found["FailedAssumeRole"]),
        "failed": len(found["Exceptions"]),
    },
    sys.stdout,
)
