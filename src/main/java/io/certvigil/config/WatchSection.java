package io.certvigil.config;

import io.certvigil.model.Globs;
import io.certvigil.model.Source;
import io.certvigil.sweep.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code watch} of the config. */
final class WatchSection {
  private static final Duration HOURLY = Duration.ofHours(1);
  private static final List<String> WORDS =
      Arrays.stream(Source.values()).map(Source::word).toList();

  private final Sources from;
  private final Set<String> credentials;
  private final Set<String> taken = new HashSet<>();

  WatchSection(Sources from, Set<String> credentials) {
    this.from = from;
    this.credentials = credentials;
  }

  List<Watch> read(Block root) {
    var everything = credentials.stream().map(this::everythingOf).toList();
    var watch = root.section("watch", everything, this::entries);
    if (root.has("watch")) {
      var used = watch.stream().map(Watch::credential).collect(Collectors.toSet());
      credentials.stream()
          .filter(name -> !used.contains(name))
          .forEach(name -> root.odd("watch", "no entry uses the credential " + name));
    }
    return watch;
  }

  private List<Watch> entries(Value value) {
    taken.clear();
    return Patterns.filled(value, value.each(item -> entry(item.block())));
  }

  private Watch everythingOf(String credential) {
    return new Watch(
        name(credential),
        credential,
        Globs.ALL,
        Globs.ALL,
        from.readable(),
        HOURLY,
        null,
        Map.of());
  }

  private Watch entry(Block block) {
    var credential = credential(block);
    var accounts = block.section("accounts", Globs.ALL, Patterns::accounts);
    var zones = block.section("zones", Globs.ALL, Patterns::zones);
    var sources = block.section("sources", from.readable(), value -> sources(block, value));
    var every = block.get("every", HOURLY, WatchSection::every);
    var cron = block.<@Nullable String>get("cron", null, Value::text);
    var gap = cron == null ? every : block.get("cron", every, this::gap);
    if (block.hasBoth("every", "cron")) {
      block.wrong("cron", "cannot stand beside every");
    }
    var labels = labels(block.block("labels"));
    block.done();
    return new Watch(name(credential), credential, accounts, zones, sources, gap, cron, labels);
  }

  private String credential(Block block) {
    var only = credentials.iterator().next();
    if (!block.has("credential")) {
      if (credentials.size() > 1) {
        var names = String.join(", ", credentials);
        block.wrong("credential", "is missing: name one of " + names);
      }
      return only;
    }
    return block.get("credential", only, this::known);
  }

  private String known(Value value) {
    var name = value.text();
    if (!credentials.contains(name)) {
      var near = Words.suggest(name, credentials);
      throw value.wrong("there is no credential " + Words.quote(value.raw()) + near);
    }
    return name;
  }

  private static Duration every(Value value) {
    return value.duration(Duration.ofSeconds(1), Duration.ofDays(30));
  }

  private Duration gap(Value value) {
    return Patterns.cron(value, from);
  }

  private Set<Source> sources(Block block, Value value) {
    var words = Patterns.filled(value, value.each(item -> Patterns.among(item, WORDS, true)));
    var globs = new Globs(words);
    var wanted = EnumSet.noneOf(Source.class);
    Arrays.stream(Source.values())
        .filter(source -> globs.matches(source.word()))
        .forEach(wanted::add);
    var unread = new TreeSet<>(wanted);
    unread.removeAll(from.readable());
    unread.removeIf(source -> !words.contains(source.word()));
    if (!unread.isEmpty()) {
      block.odd("sources", "version " + from.version() + " does not read " + join(unread) + " yet");
    }
    wanted.retainAll(from.readable());
    if (wanted.isEmpty() && !words.isEmpty()) {
      throw value.wrong("leaves nothing to read; this version reads " + join(from.readable()));
    }
    return wanted;
  }

  private static String join(Set<Source> sources) {
    return sources.stream().sorted().map(Source::word).collect(Collectors.joining(", "));
  }

  private static Map<String, String> labels(Block block) {
    var labels = new LinkedHashMap<String, String>();
    for (var label : block.names()) {
      Names.checkLabel(block, label);
      labels.put(label, block.get(label, "", Value::text));
    }
    return labels;
  }

  private String name(String credential) {
    var name = credential;
    for (int number = 2; !taken.add(name); number++) {
      name = credential + "-" + number;
    }
    return name;
  }

  /** Every label that some entry hangs on its certificates. */
  static Set<String> labelsOf(List<Watch> watch) {
    var labels = new ArrayList<String>();
    watch.forEach(entry -> labels.addAll(entry.labels().keySet()));
    return new TreeSet<>(labels);
  }
}
