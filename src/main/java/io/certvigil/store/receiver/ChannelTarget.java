package io.certvigil.store.receiver;

import io.certvigil.model.Secret;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a channel of the config sends to.
 *
 * @param receiver what identifies the receiver: the type of the channel, then its URLs, routing key
 *     or recipients in a fixed order. Only a keyed hash of it is stored
 * @param selection what the channel is sent: its minimum severity and the routes, as text
 * @param formerly the name that the channel had before; null if it is not renamed
 */
public record ChannelTarget(List<Secret> receiver, String selection, @Nullable String formerly) {
  public ChannelTarget {
    receiver = List.copyOf(receiver);
  }

  /** Channels whose receivers are known by their names only. */
  public static SequencedMap<String, ChannelTarget> named(Collection<String> names) {
    var named = new LinkedHashMap<String, ChannelTarget>();
    for (var name : names) {
      named.put(name, new ChannelTarget(List.of(new Secret("name"), new Secret(name)), "", null));
    }
    return named;
  }
}
