#!/usr/bin/env bash
# Starts the broker of `server.properties` beside this file; the first time, makes its folder and the user of the apps.
# Not the image's own start: that takes no users of SCRAM. The user gets the password of the first start.
set -euo pipefail
settings="$(dirname "$0")/server.properties"
kafka="${KAFKA_HOME:-/opt/kafka}/bin"
data=$(sed -n 's/^log\.dirs=//p' "$settings")

if [ ! -e "$data/meta.properties" ]; then
  "$kafka/kafka-storage.sh" format --cluster-id "$("$kafka/kafka-storage.sh" random-uuid)" --config "$settings" \
    --add-scram "SCRAM-SHA-512=[name=$KAFKA_USERNAME,password=$KAFKA_PASSWORD]"
fi
# Without its own files of logs, which grow without end.
export KAFKA_LOG4J_OPTS="-Dlog4j2.configurationFile=$(dirname "$0")/log4j2.yaml" EXTRA_ARGS='-name kafkaServer'
exec "$kafka/kafka-server-start.sh" "$settings"
