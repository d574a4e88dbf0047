@echo off
rem All tests from a checkout on Windows; the end-to-end tests that need a POSIX system skip themselves with a reason.
setlocal EnableDelayedExpansion
set "HOME_DIR=%~dp0"
call "%HOME_DIR%.mvn\find-jdk.cmd" || exit /b 1
pushd "%HOME_DIR%app-desktop\src\test\npm" && call npm ci --ignore-scripts --no-audit --no-fund || exit /b 1
popd
pushd "%HOME_DIR%"
call %MAVEN% -B -ntp verify
set "RESULT=%ERRORLEVEL%"
popd
exit /b %RESULT%
