package io.certvigil.config;

import io.certvigil.config.ConfigProblems.ConfigProblem;
import io.certvigil.notify.NotifySettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Set;

/** Binds the whole file, section by section, and reports all problems at the end. */
final class ConfigLoader {
  private static final int LARGEST = 1024 * 1024;

  private final ConfigInput input;
  private final SecretReader secrets;
  private final ConfigProblems report;
  private final BindingContext context;

  ConfigLoader(ConfigInput from, SecretReader.Mode mode) {
    this.input = from;
    this.secrets = new SecretReader(from, mode);
    this.report = new ConfigProblems(from.configFile());
    this.context = new BindingContext(from.environment(), report, new ArrayList<>());
  }

  CheckedConfig check() {
    return new CheckedConfig(load(), secrets.unchecked(), report.unchecked());
  }

  Config load() {
    var document = new YamlDocument(context);
    var root =
        input.configFile().map(file -> document.parse(text(file))).orElseGet(document::empty);
    var config = bind(root);
    report.throwIfAny();
    return config;
  }

  /**
   * Reads the text of the config file.
   *
   * @throws ConfigException if it cannot be read, is not UTF-8 or is larger than 1 MiB
   */
  private String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw failed("is larger than 1 MiB");
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw failed("there is no such file");
    } catch (AccessDeniedException e) {
      throw failed("cannot be read by this user: permission denied");
    } catch (CharacterCodingException e) {
      throw failed("is not UTF-8 text");
    } catch (IOException e) {
      throw failed(Files.isDirectory(file) ? "is a folder" : "cannot be read");
    }
  }

  private RuntimeException failed(String what) {
    report.addProblem(new ConfigProblem(0, 0, "", what));
    report.throwIfAny();
    return new IllegalStateException(what);
  }

  private Config bind(ConfigMapping root) {
    boolean empty = root.isEmpty();
    var installation = root.get("installation", input.hostName(), ConfigLoader::installation);
    var timezone = root.get("timezone", ZoneId.systemDefault(), ConfigLoader::timezone);
    var outbound = new OutboundSection(input.environment(), secrets, report);
    var cloudflare =
        new CloudflareSection(input, secrets, outbound).read(root.mapping("cloudflare"));
    var watch = new WatchSection(input, cloudflare).read(root);
    var labels = WatchSection.labelsOf(watch);
    var matches = new MatchSection(labels);
    var store = StoreSection.read(root.mapping("store"), input);
    var expiry = new ExpirySection(matches).read(root.mapping("expiry"));
    var named = root.mapping("channels");
    var channelsSection = new ChannelsSection(secrets, outbound);
    var channels = channelsSection.read(named);
    var names = Set.copyOf(named.keys());
    var routes = new RoutesSection(matches, names).read(root);
    var digests = new DigestsSection(input, labels, names, channels).read(root);
    var heartbeat = new HeartbeatSection(secrets, outbound).read(root);
    var webBlock = root.mapping("web");
    var socket = WebSection.socket(webBlock, input.defaultSocket(store.file()));
    var web = new WebSection(secrets).read(webBlock);
    var metrics = MetricsSection.read(root.mapping("metrics"));
    var log = LogSettings.read(root.mapping("log"));
    root.rejectUnknownKeys();
    checkFilePermissions(root);
    if (named.keys().isEmpty()) {
      root.addWarning(
          "channels",
          "no channel is configured: alerts are stored and shown, but no notifications are sent");
    }
    var alerting =
        new NotifySettings(
            installation,
            web.externalUrl(),
            channels,
            routes,
            digests,
            heartbeat,
            channelsSection.outbound(),
            channelsSection.formerly());
    return new Config(
        installation,
        timezone,
        cloudflare,
        watch,
        store,
        expiry,
        alerting,
        metrics,
        web,
        socket,
        log,
        input.configFile().isPresent() && empty,
        report.warnings(),
        input.scrubber());
  }

  private static String installation(ConfigValue value) {
    var text = value.text().strip();
    if (text.length() > 100) {
      throw value.problem("must have at most 100 characters");
    }
    return text;
  }

  /** A name of the time zone database: an abbreviation or an offset would have no summer time. */
  private static ZoneId timezone(ConfigValue value) {
    var name = value.text();
    var known = ZoneId.getAvailableZoneIds();
    if (!known.contains(name)) {
      throw value.problem(
          "is not a time zone such as Europe/Berlin or UTC: "
              + ErrorWording.quote(value.raw())
              + ErrorWording.suggest(name, known));
    }
    return ZoneId.of(name);
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
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
