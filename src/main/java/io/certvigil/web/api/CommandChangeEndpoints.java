package io.certvigil.web.api;

import io.certvigil.model.LabelField;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.Requests;
import io.certvigil.store.Silences;
import io.certvigil.store.StoreQueries;
import io.certvigil.store.view.CommandChanges;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.SocketPeer;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What commands change through the daemon, at its socket only, where the owner and root may. The
 * field {@code author} is the user who typed the command, whom only the command knows if it runs
 * with sudo; without it the user of the process counts.
 */
public final class CommandChangeEndpoints {
  private static final Logger log = LoggerFactory.getLogger(CommandChangeEndpoints.class);
  private static final String PATH = CommandEndpoints.PATH;

  private final SiteContext context;

  public CommandChangeEndpoints(SiteContext context) {
    this.context = context;
  }

  /** Makes one change. */
  @FunctionalInterface
  private interface Change {
    Object make(CommandForm form, Instant now);
  }

  /** Makes one change to the store at once. */
  @FunctionalInterface
  private interface StoreChange {
    Object make(CommandForm form, CommandChanges changes);
  }

  public Map<String, Endpoint> all() {
    return Map.of(
        post("ack"),
        stored("ack", (form, store) -> store.ack(form.text("key"), form.author())),
        post("unack"),
        stored("unack", (form, store) -> store.unack(form.text("key"), form.author())),
        post("silence"),
        stored("silence", (form, store) -> store.add(silence(form))),
        post("silence-end"),
        stored("silence-end", (form, store) -> store.expire(form.text("id"), form.author())),
        post("replay"),
        stored("replay", (form, store) -> store.replay(form.number("id"), form.author())),
        post("discard"),
        stored(
            "discard",
            (form, store) -> store.discard(form.number("id"), form.author(), form.text("reason"))),
        post("sweep"),
        endpoint("sweep", (form, now) -> requests().requestSweep(form.author(), now)),
        post("reload"),
        endpoint("reload", this::reload),
        PATH + "request",
        CommandEndpoints.atSocket(ApiAnswer.of(this::result)));
  }

  private static String post(String path) {
    return "POST " + PATH + path;
  }

  private Requests requests() {
    return context.store().requests();
  }

  private Object reload(CommandForm form, Instant now) {
    boolean discards = form.optional("discard_waiting").equals("true");
    return requests().requestReload(form.author(), discards, now);
  }

  private Endpoint stored(String what, StoreChange change) {
    return endpoint(
        what,
        (form, now) ->
            change.make(form, new StoreQueries(context.store(), context.daemon().policy(), now)));
  }

  private Endpoint endpoint(String what, Change change) {
    return CommandEndpoints.atSocket(
        ApiAnswer.of(
            request -> {
              var form = new CommandForm(request);
              var answer = change.make(form, context.clock().instant());
              log.atInfo()
                  .addKeyValue("what", what)
                  .addKeyValue("by", form.author())
                  .addKeyValue(
                      "process_of", SocketPeer.of(request).map(SocketPeer::user).orElse(""))
                  .log("a command asked for a change");
              return ApiAnswer.Body.of(answer);
            }));
  }

  private static Silence silence(CommandForm form) {
    var match =
        new Matcher(
            form.optional("source"),
            form.optional("zone"),
            form.optional("account"),
            form.optional("name"),
            LabelField.labels(form.fields()));
    var key = form.optional("key");
    var at = form.moment("created_at");
    var author = form.author();
    return form.valid(
        () ->
            new Silence(
                Silences.id(key, match, author, at),
                key,
                match,
                form.moment("starts_at"),
                form.moment("ends_at"),
                author,
                form.text("comment"),
                at));
  }

  /** The summary of a request once it is finished, in a list; an empty list until then. */
  private ApiAnswer.Body result(Request request) {
    var query = new ApiQuery(request, List.of("id"), context.clock().instant());
    return ApiAnswer.Body.of(requests().summary(query.number("id")).stream().toList());
  }
}
