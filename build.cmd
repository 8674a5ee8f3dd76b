@echo off
rem Short names for what the .NET SDK does here. `build.cmd` alone prints help.
setlocal
set "INVOKED_FROM=%CD%"
cd /d "%~dp0"
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1
if "%CONFIGURATION%"=="" set CONFIGURATION=Release
set VERB=%~1
if "%VERB%"=="" goto help
where dotnet >nul 2>nul
if errorlevel 1 (
    echo build.cmd: the .NET SDK is missing: https://dotnet.microsoft.com/download 1>&2
    exit /b 1
)
rem What follows the verb, as it is: a list of parameters would be split at each "=" and ";".
set "REST="
for /f "tokens=1,*" %%a in ("%*") do set REST=%%b
if /i "%VERB%"=="build" goto build
if /i "%VERB%"=="test" goto test
if /i "%VERB%"=="demo" goto demo
if /i "%VERB%"=="bench" goto bench
if /i "%VERB%"=="docs" goto docs
if /i "%VERB%"=="tool" goto tool
if /i "%VERB%"=="pack" goto pack
if /i "%VERB%"=="clean" goto clean
if /i "%VERB%"=="help" goto help
call :help
exit /b 2

:build
dotnet build ProtoAnomaly.sln -c %CONFIGURATION% %REST%
exit /b %ERRORLEVEL%

:test
dotnet test ProtoAnomaly.sln -c %CONFIGURATION% %REST%
exit /b %ERRORLEVEL%

:demo
if not exist artifacts\demo mkdir artifacts\demo
dotnet run --project samples/Digits -c %CONFIGURATION% -- artifacts/demo/digits-model.zip artifacts/demo/digits-row.csv %REST%
if errorlevel 1 exit /b 1
dotnet run --project samples/ScoreOneRow -c %CONFIGURATION% -- artifacts/demo/digits-model.zip artifacts/demo/digits-row.csv
exit /b %ERRORLEVEL%

:bench
if "%~2"=="" (
    echo usage: build.cmd bench NAME [ARGUMENTS], where NAME is one of:
    dir /b benchmarks
    exit /b 0
)
for /f "tokens=1,*" %%a in ("%REST%") do set REST=%%b
dotnet run --project benchmarks/%~2 -c %CONFIGURATION% -- %REST%
exit /b %ERRORLEVEL%

:docs
dotnet run --project eng/Docs -c %CONFIGURATION% -- %REST%
exit /b %ERRORLEVEL%

:tool
if "%~2"=="" set "REST=--help"
cd /d "%INVOKED_FROM%"
dotnet run --project "%~dp0src\ProtoAnomaly.Tool" -c %CONFIGURATION% -- %REST%
exit /b %ERRORLEVEL%

:pack
rem The tool's package is for the processor, unless somebody asks for another one.
if "%TorchPackage%"=="" set TorchPackage=libtorch-cpu-win-x64
dotnet pack src/Microsoft.ML.Anomaly.Prototypes -c %CONFIGURATION% -o artifacts/packages -p:ContinuousIntegrationBuild=true %REST%
if errorlevel 1 exit /b 1
dotnet pack src/ProtoAnomaly.Tool -c %CONFIGURATION% -o artifacts/packages -p:ContinuousIntegrationBuild=true %REST%
exit /b %ERRORLEVEL%

:clean
if exist artifacts rmdir /s /q artifacts
exit /b 0

:help
echo usage: build.cmd VERB [ARGUMENTS]
echo.
echo   build   build everything
echo   test    build and run all tests
echo   demo    train on handwritten digits, evaluate, save, and score a row in another process
echo   bench   run a benchmark; without a name, list them
echo   docs    write anew what the documentation takes from the code; see eng/Docs/Program.cs
echo   tool    run the command line tool; without arguments, its help
echo   pack    make the NuGet packages of the library and the tool
echo   clean   delete all build output
echo.
echo CONFIGURATION=Debug builds that configuration instead of Release.
exit /b 0
