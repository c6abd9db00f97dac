package io.certvigil.config;

import io.certvigil.notify.NotifySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Set;

/** Binds the whole file, section by section, and reports all problems at the end. */
final class ConfigLoader {
  private final ConfigInput input;
  private final SecretReader secrets;
  private final ConfigProblems report;
  private final BindingContext context;

  ConfigLoader(ConfigInput from, boolean resolve) {
    this.input = from;
    this.secrets = new SecretReader(from, resolve);
    this.report = new ConfigProblems(from.configFile());
    this.context = new BindingContext(from.environment(), report, new ArrayList<>());
  }

  Config load() {
    var document = new YamlDocument(context);
    var root =
        input
            .configFile()
            .map(file -> document.parse(ConfigFileReader.read(file, report)))
            .orElseGet(document::empty);
    var config = bind(root);
    checkFilePermissions(root);
    report.throwIfAny();
    return config.with(report.warnings());
  }

  private Config bind(ConfigMapping root) {
    var installation = root.get("installation", input.hostName(), ConfigLoader::installation);
    var cloudflare = new CloudflareSection(input, secrets).read(root.mapping("cloudflare"));
    var watch = new WatchSection(input, cloudflare.credentials().keySet()).read(root);
    var labels = WatchSection.labelsOf(watch);
    var matches = new MatchSection(labels);
    var store = StoreSection.read(root.mapping("store"), input);
    var expiry = new ExpirySection(matches).read(root.mapping("expiry"));
    var named = root.mapping("channels");
    var channels = new ChannelsSection(secrets).read(named);
    var names = Set.copyOf(named.keys());
    var routes = new RoutesSection(matches, names).read(root);
    var digests = new DigestsSection(input, labels, names, channels).read(root);
    var heartbeat = new HeartbeatSection(secrets).read(root);
    var web = new WebSection(secrets).read(root.mapping("web"));
    var metrics = MetricsSection.read(root.mapping("metrics"));
    var log = LogSection.read(root.mapping("log"));
    root.rejectUnknownKeys();
    if (named.keys().isEmpty()) {
      root.addWarning(
          "channels",
          "no channel is configured: alerts are stored and shown, but no notifications are sent");
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

  private static String installation(ConfigValue value) {
    var text = value.text().strip();
    if (text.length() > 100) {
      throw value.problem("must have at most 100 characters");
    }
    return text;
  }

  // A secret in a config file that only its owner and group can read needs no warning.
  private void checkFilePermissions(ConfigMapping root) {
    var file = input.configFile();
    if (!context.inlineSecrets().isEmpty()
        && file.filter(ConfigLoader::isReadableByOthers).isPresent()) {
      var first = context.inlineSecrets().getFirst();
      report.addWarning(
          root.problemOutsideFile(
              first, "is a secret in a file that all users can read: run chmod 640 on it"));
    }
  }

  private static boolean isReadableByOthers(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (java.io.IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
