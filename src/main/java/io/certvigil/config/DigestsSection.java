package io.certvigil.config;

import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Digest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code digests} of the config. */
final class DigestsSection {
  private static final Duration DEFAULT_WITHIN = Duration.ofDays(60);
  private static final Duration MAX_WITHIN = Duration.ofDays(3650);

  private final ConfigInput input;
  private final Set<String> labels;
  private final Set<String> names;
  private final Map<String, ChannelSettings> channels;

  /**
   * @param labels all labels of the watch entries
   * @param names the names of all channels, including invalid ones, which were reported already
   * @param channels the valid channels
   */
  DigestsSection(
      ConfigInput from,
      Set<String> labels,
      Set<String> names,
      Map<String, ChannelSettings> channels) {
    this.input = from;
    this.labels = labels;
    this.names = names;
    this.channels = channels;
  }

  List<Digest> read(ConfigMapping root) {
    return root.list("digests", List.of(), value -> digest(value.mapping()));
  }

  private Digest digest(ConfigMapping block) {
    block.require("cron", "is missing: a Quartz cron expression, such as \"0 0 8 ? * MON\"");
    var cron = block.get("cron", "", this::cron);
    var within =
        block.get(
            "within", DEFAULT_WITHIN, value -> value.duration(Duration.ofDays(1), MAX_WITHIN));
    var by = block.get("by", "", this::label);
    block.require("to", "is missing: names of channels of type slack or email");
    var to = block.get("to", List.<String>of(), this::channels);
    block.rejectUnknownKeys();
    return new Digest(cron, within, by, to);
  }

  private String cron(ConfigValue value) {
    PatternRules.cron(value, input);
    return value.text();
  }

  private String label(ConfigValue value) {
    var label = value.text();
    if (!labels.contains(label)) {
      throw value.problem(
          "no watch entry has a label "
              + ErrorWording.quote(value.raw())
              + ErrorWording.suggest(label, labels));
    }
    return label;
  }

  private List<String> channels(ConfigValue value) {
    if (value.items().isEmpty()) {
      throw value.problem("must not be empty: name the channels that receive the digest");
    }
    var seen = new HashSet<String>();
    return value.mapItems(item -> channel(item, seen));
  }

  private String channel(ConfigValue value, Set<String> seen) {
    var name = RoutesSection.channel(value, names);
    var channel = channels.get(name);
    if (channel != null && !isForPeople(channel)) {
      var type = channel.type();
      throw value.problem(
          "a digest needs a channel of type slack or email: " + name + " is of type " + type);
    }
    if (!seen.add(name)) {
      throw value.problem("is duplicated" + value.was());
    }
    return name;
  }

  private static boolean isForPeople(ChannelSettings channel) {
    return switch (channel) {
      case ChannelSettings.Slack _, ChannelSettings.Email _ -> true;
      case ChannelSettings.Webhook _, ChannelSettings.Alertmanager _, ChannelSettings.PagerDuty _ ->
          false;
    };
  }
}
