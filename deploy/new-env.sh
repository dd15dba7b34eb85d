#!/bin/sh
# new-env.sh: makes .env of .env.example, with passwords and a master key by chance. Never touches one that is there. Needs openssl.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo '.env is there already; its passwords are those of your servers, so it stays as it is' >&2
  exit 1
fi
umask 077
while IFS= read -r line; do
  case $line in
    THROUGHLINE_MASTER_KEY=) echo "$line$(openssl rand -base64 32)" ;;
    [A-Z]*=) echo "$line$(openssl rand -hex 24)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <.env.example >.env.new
mv .env.new .env
echo '.env is made; keep a copy of it elsewhere'
