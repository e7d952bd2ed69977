"""Whether tokens match their hashes, without any code of Flight Deck's: JSON pairs on stdin, JSON booleans on stdout."""
import base64, hashlib, hmac, json, sys


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def matches(token, stored):
    if not token or not stored or stored.count("$") != 3:
        return False
    scheme, iterations, salt, digest = stored.split("$")
    if scheme != "pbkdf2_sha256":
        return False
    made = hashlib.pbkdf2_hmac("sha256", token.encode(), decode(salt), int(iterations))
    return hmac.compare_digest(made, decode(digest))


print(json.dumps([matches(token, stored) for token, stored in json.load(sys.stdin)]))
