package io.certvigil.config;

import io.certvigil.model.Secret;
import io.certvigil.notify.Settings.ChannelSettings;
import io.certvigil.policy.Severity;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code channels} of the config. */
final class ChannelsSection {
  private static final String WEBHOOK = "webhook";
  private static final List<String> LATER = List.of("slack", "alertmanager", "pagerduty", "email");
  private static final String PREFIX = "whsec_";

  private final Secrets secrets;

  ChannelsSection(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Only those that can be used; what is wrong with the others is reported. */
  Map<String, ChannelSettings> read(Block block) {
    var channels = new LinkedHashMap<String, ChannelSettings>();
    for (var name : block.names()) {
      Names.check(block, name);
      var channel =
          block.<@Nullable ChannelSettings>get(name, null, value -> channel(value.block()));
      if (channel != null) {
        channels.put(name, channel);
      }
    }
    return channels;
  }

  private @Nullable ChannelSettings channel(Block block) {
    block.require("type", "is missing; this version has " + WEBHOOK);
    boolean known = block.get("type", false, value -> known(block, value));
    if (!known) {
      return null; // which keys it has is not known either
    }
    var url = secrets.one(block, "url", ChannelsSection::checkUrl);
    var keys = secrets.several(block, "secret", 2, ChannelsSection::checkSecret);
    block.notYet("min_severity", " for a webhook; a route can have match.min_severity");
    block.done();
    return url == null || keys.isEmpty() ? null : webhook(url, keys);
  }

  private static ChannelSettings webhook(Secret url, List<Secret> keys) {
    return new ChannelSettings.Webhook(url, keys, Severity.INFO);
  }

  private static boolean known(Block block, Value value) {
    var type = value.text();
    if (LATER.contains(type)) {
      block.notYet("type", ": " + type + "; this version has " + WEBHOOK);
      return false;
    }
    if (!type.equals(WEBHOOK)) {
      var near = Words.suggest(type, List.of(WEBHOOK));
      throw value.wrong("must be " + WEBHOOK + value.was() + near);
    }
    return true;
  }

  private static void checkUrl(Value value, String text) {
    var uri = value.web(text);
    if (!uri.getScheme().equalsIgnoreCase("https") && !Loopback.is(uri.getHost())) {
      throw value.wrong("must be https: plain http is for loopback only");
    }
    if (uri.getRawFragment() != null) {
      throw value.wrong("must not have a fragment");
    }
  }

  private static void checkSecret(Value value, String text) {
    var what = "must be whsec_ and the base64 of 24 to 64 random bytes";
    try {
      int bytes = Base64.getDecoder().decode(text.replaceFirst("^" + PREFIX, "")).length;
      if (!text.startsWith(PREFIX) || bytes < 24 || bytes > 64) {
        throw value.wrong(what + "; openssl rand -base64 32 makes the second part");
      }
    } catch (IllegalArgumentException e) {
      throw value.wrong(what + "; openssl rand -base64 32 makes the second part");
    }
  }
}
