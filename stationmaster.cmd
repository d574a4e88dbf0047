@echo off
rem Stationmaster from a checkout on Windows: finds a JDK 25, compiles what changed, starts the program.
setlocal EnableDelayedExpansion
set "HOME_DIR=%~dp0"
call "%HOME_DIR%.mvn\find-jdk.cmd" || exit /b 1
pushd "%HOME_DIR%"
call %MAVEN% -q -B -DskipTests compile org.apache.maven.plugins:maven-dependency-plugin:build-classpath -DincludeScope=runtime -Dmdep.outputFile=target/classpath 1>&2 || (popd & exit /b 1)
popd
if not exist "%HOME_DIR%target" mkdir "%HOME_DIR%target"
powershell -NoProfile -Command "$h='%HOME_DIR%'; $c=$h+'app-desktop\target\classes;'+[IO.File]::ReadAllText($h+'app-desktop\target\classpath'); [IO.File]::WriteAllText($h+'target\run.args', '-cp \"'+$c.Replace('\','\\')+'\"')" || exit /b 1
"%JAVA_HOME%\bin\java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "@%HOME_DIR%target\run.args" dev.stationmaster.desktop.boot.Launcher %*
exit /b %ERRORLEVEL%
