using System.Globalization;
using System.Runtime.InteropServices;
using ProtoAnomaly.Tool.CommandLine;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var cancellation = new CancellationTokenSource();

// The first Ctrl-C asks for an orderly end, the second one ends the process.
void OnSignal(PosixSignalContext context)
{
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
ToolStreams streams = ToolStreams.OfProcess();
// Where TorchSharp finds no libtorch it writes its search down there, amid the results.
Console.SetOut(TextWriter.Null);
return ToolApplication.Run(args, streams, cancellation.Token);
