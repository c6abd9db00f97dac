package io.certvigil.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** {@code process_*} and {@code jvm_*}, with the names that the Prometheus libraries use. */
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");

  private final PrometheusRegistry registry;

  private ProcessMetrics(PrometheusRegistry registry) {
    this.registry = registry;
  }

  static void register(PrometheusRegistry registry) {
    var metrics = new ProcessMetrics(registry);
    metrics.process();
    metrics.memory();
    metrics.collections();
    metrics.threads();
  }

  private void process() {
    var runtime = ManagementFactory.getRuntimeMXBean();
    gauge(
        "process_start_time_seconds",
        "When the process started.",
        () -> runtime.getStartTime() / 1000.0);
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean system) {
      CounterWithCallback.builder()
          .name("process_cpu_seconds_total")
          .help("User and system time spent.")
          .callback(counter -> counter.call(system.getProcessCpuTime() / 1e9))
          .register(registry);
      gauge("process_open_fds", "Open file descriptors.", system::getOpenFileDescriptorCount);
      gauge("process_max_fds", "Allowed file descriptors.", system::getMaxFileDescriptorCount);
    }
    if (Files.isReadable(STATUS)) {
      gauge("process_resident_memory_bytes", "Resident memory.", () -> status("VmRSS:"));
      gauge("process_virtual_memory_bytes", "Virtual memory.", () -> status("VmSize:"));
    }
  }

  private static double status(String field) {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException | NumberFormatException e) {
      return Double.NaN;
    }
  }

  private void memory() {
    area("jvm_memory_used_bytes", "Memory in use.", MemoryUsage::getUsed);
    area("jvm_memory_committed_bytes", "Memory taken from the system.", MemoryUsage::getCommitted);
    area("jvm_memory_max_bytes", "Memory that may be taken; -1 unlimited.", MemoryUsage::getMax);
  }

  private void area(String name, String help, ToDoubleFunction<MemoryUsage> figure) {
    var memory = ManagementFactory.getMemoryMXBean();
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("area")
        .callback(
            gauge -> {
              gauge.call(figure.applyAsDouble(memory.getHeapMemoryUsage()), "heap");
              gauge.call(figure.applyAsDouble(memory.getNonHeapMemoryUsage()), "nonheap");
            })
        .register(registry);
  }

  private void collections() {
    var collectors = ManagementFactory.getGarbageCollectorMXBeans();
    SummaryWithCallback.builder()
        .name("jvm_gc_collection_seconds")
        .help("Time spent in each collector.")
        .labelNames("gc")
        .callback(
            summary ->
                collectors.forEach(
                    gc ->
                        summary.call(
                            gc.getCollectionCount(),
                            gc.getCollectionTime() / 1000.0,
                            Quantiles.EMPTY,
                            gc.getName())))
        .register(registry);
  }

  private void threads() {
    var threads = ManagementFactory.getThreadMXBean();
    var classes = ManagementFactory.getClassLoadingMXBean();
    gauge("jvm_threads_current", "Platform threads.", threads::getThreadCount);
    gauge(
        "jvm_threads_daemon", "Platform threads that are daemons.", threads::getDaemonThreadCount);
    gauge("jvm_classes_currently_loaded", "Classes loaded.", classes::getLoadedClassCount);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsDouble()))
        .register(registry);
  }
}
