@echo off
rem Sets JAVA_HOME to a JDK 25 and MAVEN to mvn of the PATH or else the wrapper.
for %%D in ("%JAVA_HOME%" "%ProgramFiles%\Eclipse Adoptium\jdk-25*" "%ProgramFiles%\Java\jdk-25*" "%ProgramFiles%\Microsoft\jdk-25*" "%ProgramFiles%\Zulu\zulu-25*" "%USERPROFILE%\.jdks\*25*") do (
  for /d %%J in (%%D) do (
    if exist "%%~J\bin\javac.exe" findstr /b /c:"JAVA_VERSION=\"25" "%%~J\release" >nul 2>nul && set "JAVA_HOME=%%~J" && goto found
  )
)
echo JDK 25 is needed and none was found: install Temurin 25 from https://adoptium.net, or set JAVA_HOME 1>&2
exit /b 1
:found
set "MAVEN=mvn"
where mvn >nul 2>nul || set "MAVEN=%~dp0..\mvnw.cmd"
exit /b 0
