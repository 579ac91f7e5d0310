#!/bin/sh
# Name the system libraries that are missing and the one command that installs them; install them where we are root.
# usage: system-libraries.sh run|test
set -eu
missing=""
have() { ldconfig -p 2>/dev/null | grep -q "$1"; }
# Debian ships python3 without the part that makes virtual environments.
[ -x .venv/bin/python ] || "${PYTHON:-python3}" -c "import ensurepip" 2>/dev/null || missing="$missing python3-venv"
have libpango-1.0.so.0 || missing="$missing libpango-1.0-0"
have libpangoft2-1.0.so.0 || missing="$missing libpangoft2-1.0-0"
have libharfbuzz-subset.so.0 || missing="$missing libharfbuzz-subset0"
if [ "${1:-run}" = test ]; then
    command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
    command -v pdftotext >/dev/null 2>&1 && command -v pdfsig >/dev/null 2>&1 || missing="$missing poppler-utils"
    command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
    command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
    [ -e /usr/share/java/preflight.jar ] || missing="$missing libpdfbox2-java"
    [ -e /usr/share/java/jaxb-api.jar ] || missing="$missing libjaxb-api-java"
    [ -e /usr/share/java/javax.activation.jar ] || missing="$missing libactivation-java"
fi
[ -z "$missing" ] && exit 0
command="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "安装缺少的系统库：$missing"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive $command >/dev/null
else
    echo "缺少系统库：$missing"
    echo "请运行：sudo $command"
    exit 1
fi
