package io.certvigil.notify;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configured channels by name, in the order of the configuration. */
public final class Channels implements AutoCloseable {
  private final Map<String, Channel> channels;

  public Channels(Map<String, Channel> channels) {
    this.channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
  }

  public Collection<String> names() {
    return channels.keySet();
  }

  /**
   * Finds a channel by its name.
   *
   * @throws IllegalArgumentException if no channel has this name
   */
  public Channel named(String name) {
    var channel = channels.get(name);
    if (channel == null) {
      throw new IllegalArgumentException("channel: no channel is named " + name);
    }
    return channel;
  }

  public Map<String, Channel> all() {
    return channels;
  }

  @Override
  public void close() {
    channels.values().forEach(Channel::close);
  }
}
