package io.certvigil.config;

import io.certvigil.notify.NotifySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Set;

/** Binds the whole file, section by section, and says at the end all that is wrong. */
final class Loading {
  private final Sources from;
  private final Secrets secrets;
  private final Report report;
  private final BindingContext context;

  Loading(Sources from, boolean resolve) {
    this.from = from;
    this.secrets = new Secrets(from, resolve);
    this.report = new Report(from.found());
    this.context = new BindingContext(from.environment(), report, new ArrayList<>());
  }

  Config config() {
    var document = new Document(context);
    var root =
        from.found().map(file -> document.root(Text.of(file, report))).orElseGet(document::none);
    var config = bind(root);
    checkReaders(root);
    report.throwIfWrong();
    return config.with(report.warnings());
  }

  private Config bind(Block root) {
    var installation = root.get("installation", from.hostName(), Loading::installation);
    var cloudflare = new CloudflareSection(from, secrets).read(root.block("cloudflare"));
    var watch = new WatchSection(from, cloudflare.credentials().keySet()).read(root);
    var labels = WatchSection.labelsOf(watch);
    var matches = new MatchSection(labels);
    var store = StoreSection.read(root.block("store"), from);
    var expiry = new ExpirySection(matches).read(root.block("expiry"));
    var named = root.block("channels");
    var channels = new ChannelsSection(secrets).read(named);
    var names = Set.copyOf(named.names());
    var routes = new RoutesSection(matches, names).read(root);
    var digests = new DigestsSection(from, labels, names, channels).read(root);
    var heartbeat = new HeartbeatSection(secrets).read(root);
    var web = new WebSection(secrets).read(root.block("web"));
    var metrics = MetricsSection.read(root.block("metrics"));
    var log = LogSection.read(root.block("log"));
    root.done();
    if (named.names().isEmpty()) {
      root.odd("channels", "there is none: alerts are stored and shown, and nobody is told");
    }
    var alerting =
        new NotifySettings(installation, web.externalUrl(), channels, routes, digests, heartbeat);
    return new Config(
        installation,
        cloudflare,
        watch,
        store,
        expiry,
        alerting,
        metrics,
        web,
        log,
        report.warnings());
  }

  private static String installation(Value value) {
    var text = value.text().strip();
    if (text.length() > 100) {
      throw value.wrong("must have at most 100 characters");
    }
    return text;
  }

  // The secret of a private file is as good as one in a file of its own.
  private void checkReaders(Block root) {
    var file = from.found();
    if (!context.inlineSecrets().isEmpty() && file.filter(Loading::everybodyReads).isPresent()) {
      var first = context.inlineSecrets().getFirst();
      report.odd(root.nowhere(first, "a secret in a file that everybody may read: chmod 640 it"));
    }
  }

  private static boolean everybodyReads(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (java.io.IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
