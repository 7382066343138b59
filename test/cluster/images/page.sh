#!/bin/sh
# Answers $PAGE, in which {hostname}, {address}, {client} and {method} are filled in, as $SERVER. CGI of busybox's httpd.
client=${REMOTE_ADDR##*:}
body=$(printf '%s.' "$PAGE" | sed "s|{hostname}|$(hostname)|;s|{address}|$(hostname -i)|;s|{client}|${client%]}|;s|{method}|$REQUEST_METHOD|")
body=${body%.}
[ -z "$SERVER" ] || printf 'Server: %s\r\n' "$SERVER"
printf 'Content-Type: text/html\r\nContent-Length: %d\r\n\r\n' "${#body}"
[ "$REQUEST_METHOD" = HEAD ] || printf '%s' "$body"
