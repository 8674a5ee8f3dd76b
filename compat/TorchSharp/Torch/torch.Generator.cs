using System;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the default generator of every device.</summary>
    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.tc_manual_seed((ulong)seed));
        return Generator.Default;
    }

    public static long seed() => Generator.Default.seed();

    public static long initial_seed() => Generator.Default.initial_seed();

    public static Tensor get_rng_state() => Generator.Default.get_state();

    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long seed() => torch.seed();

        public static long initial_seed() => torch.initial_seed();

        public static Tensor get_rng_state() => torch.get_rng_state();

        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }

    /// <summary>A source of random numbers, seeded apart from the others.</summary>
    [NativeMarshalling(typeof(GeneratorMarshaller))]
    public class Generator : IDisposable
    {
        private IntPtr _handle;

        public Generator(ulong seed = 0, Device device = null)
        {
            this.device = InitializeDevice(device);
            Native.Check(Native.tc_generator_new(seed, out _handle));
        }

        private Generator(IntPtr handle)
        {
            device = CPU;
            _handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>The one that is used where none is given.</summary>
        public static Generator Default
        {
            get
            {
                Native.Check(Native.tc_generator_default(out var handle));
                return new Generator(handle);
            }
        }

        public IntPtr Handle => _handle != IntPtr.Zero
            ? _handle
            : throw new InvalidOperationException("Generator invalid -- empty handle.");

        public Device device { get; }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.tc_generator_set_seed(this, (ulong)seed));
            return this;
        }

        /// <summary>Draws a new seed from the operating system.</summary>
        public long seed()
        {
            Native.Check(Native.tc_generator_new_seed(this, out var seed));
            return (long)seed;
        }

        public long initial_seed()
        {
            Native.Check(Native.tc_generator_seed(this, out var seed));
            return (long)seed;
        }

        public Tensor get_state() => Native.Wrap(Native.tc_generator_state(this, out var result), result);

        public void set_state(Tensor value) => Native.Check(Native.tc_generator_set_state(this, value));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_handle == IntPtr.Zero)
                return;
            _ = Native.tc_generator_free(_handle);
            _handle = IntPtr.Zero;
        }
    }
}
