@echo off
rem Builds the Windows installer (per user, WiX 3 or newer on the PATH) into target\installers. Runs on Windows only;
rem written after jpackage's documentation and not yet run. Unsigned: SmartScreen asks before the first start.
setlocal EnableDelayedExpansion
set "HERE=%~dp0"
call "%HERE%..\.mvn\find-jdk.cmd" || exit /b 1
cd /d "%HERE%.."
call %MAVEN% -q -B -ntp -DskipTests package org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/runtime || exit /b 1
rmdir /s /q target\image-work 2>nul
mkdir target\image-work\app target\image-work\fx
copy app-desktop\target\runtime\*.jar target\image-work\app >nul
copy app-desktop\target\app-desktop-*.jar target\image-work\app >nul
move target\image-work\app\javafx-*-win.jar target\image-work\fx >nul
del target\image-work\app\javafx-*.jar
for %%J in (target\image-work\app\app-desktop-*.jar) do set "MAIN=%%~nxJ"
set "MODULES="
for /f %%M in (jpackage\modules.txt) do set "MODULES=!MODULES!,%%M"
"%JAVA_HOME%\bin\jpackage" --type msi --name "Stationmaster Console" --dest target\installers --app-version 0.1.0 ^
  --vendor Stationmaster --license-file LICENSE --win-per-user-install --win-menu --win-dir-chooser ^
  --win-upgrade-uuid 6f0c1b5e-5f0e-4c3f-9a53-3a4b6f6c2d11 --add-launcher stationmaster=installers\windows\stationmaster.properties ^
  --input target\image-work\app --main-jar %MAIN% --main-class dev.stationmaster.desktop.boot.Launcher ^
  --module-path target\image-work\fx --add-modules %MODULES:~1% ^
  --jlink-options "--strip-debug --no-header-files --no-man-pages --generate-cds-archive --compress zip-6" ^
  --java-options "-XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED,javafx.graphics --sun-misc-unsafe-memory-access=allow"
