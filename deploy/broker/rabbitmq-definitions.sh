#!/usr/bin/env bash
# Prints the users and rights of a RabbitMQ broker: the brain, and each unit that is named. They have no passwords: their certificates say who they are.
#   deploy/broker/rabbitmq-definitions.sh DEMO-001 DEMO-002 > definitions.json
# The policy keeps what a client listens by on all nodes: before RabbitMQ 3.12 a client whose node has died cannot listen anywhere until that node is
# back. Newer releases do not have the fault, nor the policy: leave it out there.
# RabbitMQ has dots where MQTT has slashes; {username} is the unit's id. What each may is what `acl` says for mosquitto.
set -euo pipefail
[ $# -gt 0 ] || { echo "name the units, as in: $0 DEMO-001 DEMO-002" >&2; exit 2; }
for unit in "$@"; do
  [[ $unit =~ ^[A-Za-z0-9-]+$ ]] || { echo "\"$unit\" is no unit's id: letters, digits and dashes" >&2; exit 2; }
done

# A client's own queue, and the exchange of all topics.
OWN='^(mqtt-subscription-.*|amq\\.topic)$'
SAYS='^stopline\\.v1\\.{username}\\.(presence\\.unit|status\\.signals|journal\\.(live|backfill)|result\\.command|departures\\.lanes)$'
HEARS='^stopline\\.v1\\.({username}\\.(ack\\.journal|command\\.sealed)|[^.*#]+\\.departures\\.lanes)$'
BRAIN_SAYS='^stopline\\.v1\\.[^.*#]+\\.(ack\\.journal|command\\.sealed)$'
BRAIN_HEARS='^stopline\\.v1\\..*$'

rows() { # FORMAT: one row a user, with commas between
  local first=1 user says hears
  for user in brain "${units[@]}"; do
    if [ "$user" = brain ]; then says=$BRAIN_SAYS hears=$BRAIN_HEARS; else says=$SAYS hears=$HEARS; fi
    [ $first = 1 ] || echo ','
    first=0
    case $1 in
      users) printf '    {"name": "%s", "password_hash": "", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": []}' "$user" ;;
      permissions) printf '    {"user": "%s", "vhost": "/", "configure": "^mqtt-subscription-.*$", "write": "%s", "read": "%s"}' "$user" "$OWN" "$OWN" ;;
      topics) printf '    {"user": "%s", "vhost": "/", "exchange": "amq.topic", "write": "%s", "read": "%s"}' "$user" "$says" "$hears" ;;
    esac
  done
  echo
}
units=("$@")
cat <<END
{
  "vhosts": [{"name": "/"}],
  "users": [
$(rows users)
  ],
  "permissions": [
$(rows permissions)
  ],
  "topic_permissions": [
$(rows topics)
  ],
  "policies": [
    {"vhost": "/", "name": "subscriptions", "pattern": "^mqtt-subscription-", "apply-to": "queues", "priority": 1,
     "definition": {"ha-mode": "all", "ha-sync-mode": "automatic"}}
  ]
}
END
