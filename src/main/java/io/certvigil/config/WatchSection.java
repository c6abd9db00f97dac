package io.certvigil.config;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.model.Globs;
import io.certvigil.model.Source;
import io.certvigil.sweep.WatchEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code watch} of the config. */
final class WatchSection {
  private static final Duration HOURLY = Duration.ofHours(1);

  private final ConfigInput input;

  /** Those to watch with, in the order of the config. */
  private final Set<String> credentials;

  private final Set<String> commandOnly;
  private final Set<String> usedNames = new HashSet<>();

  WatchSection(ConfigInput from, CloudflareSettings cloudflare) {
    this.input = from;
    this.credentials = new LinkedHashSet<>(cloudflare.credentials().keySet());
    if (cloudflare.commandOnly().containsAll(credentials)) {
      this.commandOnly = Set.of(); // reported there
    } else {
      this.commandOnly = cloudflare.commandOnly();
      credentials.removeAll(commandOnly);
    }
  }

  List<WatchEntry> read(ConfigMapping root) {
    var everything = credentials.stream().map(this::defaultEntry).toList();
    var watch = root.section("watch", everything, this::entries);
    if (root.has("watch")) {
      var used = watch.stream().map(WatchEntry::credential).collect(Collectors.toSet());
      credentials.stream()
          .filter(name -> !used.contains(name))
          .forEach(
              name ->
                  root.addWarning(
                      "watch", "no entry uses the credential " + ErrorWording.quote(name)));
    }
    return watch;
  }

  private List<WatchEntry> entries(ConfigValue value) {
    usedNames.clear();
    return PatternRules.requireItems(value, value.mapItems(item -> entry(item.mapping())));
  }

  private WatchEntry defaultEntry(String credential) {
    return new WatchEntry(
        name(credential),
        credential,
        Globs.ALL,
        Globs.ALL,
        input.readable(),
        HOURLY,
        null,
        Map.of());
  }

  private WatchEntry entry(ConfigMapping block) {
    var credential = credential(block);
    var accounts = block.section("accounts", Globs.ALL, PatternRules::accounts);
    var zones = block.section("zones", Globs.ALL, PatternRules::zones);
    var sources = block.section("sources", input.readable(), value -> sources(block, value));
    var every = block.get("every", HOURLY, WatchSection::every);
    var cron = block.<@Nullable String>get("cron", null, ConfigValue::text);
    var gap = cron == null ? every : block.get("cron", every, this::gap);
    if (block.hasBoth("every", "cron")) {
      block.addProblem("cron", "cannot be combined with every");
    }
    var labels = labels(block.mapping("labels"));
    block.rejectUnknownKeys();
    return new WatchEntry(
        name(credential), credential, accounts, zones, sources, gap, cron, labels);
  }

  private String credential(ConfigMapping block) {
    var only = credentials.iterator().next();
    if (!block.has("credential")) {
      if (credentials.size() > 1) {
        var names = credentials.stream().map(ErrorWording::quote).collect(Collectors.joining(", "));
        block.addProblem("credential", "is missing: name one of " + names);
      }
      return only;
    }
    return block.get("credential", only, this::existingCredential);
  }

  private String existingCredential(ConfigValue value) {
    var name = value.text();
    if (commandOnly.contains(name)) {
      throw value.problem(
          "the credential %s has watch: false, so only commands use it: name another one, or remove watch: false there"
              .formatted(ErrorWording.quote(value.raw())));
    }
    if (!credentials.contains(name)) {
      var near = ErrorWording.suggest(name, credentials);
      throw value.problem("unknown credential " + ErrorWording.quote(value.raw()) + near);
    }
    return name;
  }

  private static Duration every(ConfigValue value) {
    return value.duration(Duration.ofSeconds(1), Duration.ofDays(30));
  }

  private Duration gap(ConfigValue value) {
    return PatternRules.cron(value, input);
  }

  private Set<Source> sources(ConfigMapping block, ConfigValue value) {
    var words =
        PatternRules.requireItems(
            value, value.mapItems(item -> PatternRules.globOver(item, MatchSection.SOURCES, true)));
    var globs = new Globs(words);
    var wanted = EnumSet.noneOf(Source.class);
    Arrays.stream(Source.values())
        .filter(source -> globs.matches(source.word()))
        .forEach(wanted::add);
    var unread = new TreeSet<>(wanted);
    unread.removeAll(input.readable());
    unread.removeIf(source -> !words.contains(source.word()));
    if (!unread.isEmpty()) {
      block.addWarning(
          "sources", "version " + input.version() + " does not read " + join(unread) + " yet");
    }
    wanted.retainAll(input.readable());
    if (wanted.isEmpty() && !words.isEmpty()) {
      throw value.problem(
          "selects no supported source; this version reads " + join(input.readable()));
    }
    return wanted;
  }

  private static String join(Set<Source> sources) {
    return sources.stream().sorted().map(Source::word).collect(Collectors.joining(", "));
  }

  private static Map<String, String> labels(ConfigMapping block) {
    var labels = new LinkedHashMap<String, String>();
    for (var label : block.keys()) {
      NameRules.checkLabel(block, label);
      labels.put(label, block.get(label, "", ConfigValue::text));
    }
    return labels;
  }

  private String name(String credential) {
    var name = credential;
    for (int number = 2; !usedNames.add(name); number++) {
      name = credential + "-" + number;
    }
    return name;
  }

  /** The names of all labels of these entries. */
  static Set<String> labelsOf(List<WatchEntry> watch) {
    var labels = new ArrayList<String>();
    watch.forEach(entry -> labels.addAll(entry.labels().keySet()));
    return new TreeSet<>(labels);
  }
}
