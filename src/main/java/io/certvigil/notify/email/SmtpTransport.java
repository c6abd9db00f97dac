package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.model.Secret;
import io.certvigil.redaction.Scrubber;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Angus Mail's SMTP client, extended to record the stage of the session: the meaning of a reply
 * depends on the command that it answers.
 */
final class SmtpTransport extends SMTPTransport {
  private static final String XOAUTH2 = "XOAUTH2";
  private static final int AUTHENTICATED = 235;
  private static final int CHALLENGE = 334;
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");
  private static final Pattern LAST_LINE = Pattern.compile("\\d{3}( .*)?");

  private final Scrubber scrubber;
  private final PhaseTimer timer;
  private Stage stage = Stage.GREETING;
  private boolean transferring;

  /** The stage of the session that the last reply belongs to. */
  enum Stage {
    /** The server's greeting, and EHLO. */
    GREETING,
    STARTTLS,
    /** EHLO over TLS, and AUTH. */
    AUTH,
    SENDER,
    RECIPIENT,
    /** DATA, and the message up to its final dot. */
    CONTENT,
    /** After the final dot: the server has the whole message. */
    FINAL_DOT
  }

  SmtpTransport(Session session, URLName login, Scrubber scrubber, PhaseTimer timer) {
    super(session, login);
    this.scrubber = scrubber;
    this.timer = timer;
  }

  /** The stage in which this fault occurred. */
  Stage stage(MessagingException fault) {
    return fault instanceof AuthenticationFailedException ? Stage.AUTH : stage;
  }

  SmtpReply reply() {
    var said = getLastServerResponse();
    var clean = said == null ? null : scrubber.scrub(said);
    return SmtpReply.of(isComplete(said) ? getLastReturnCode() : 0, clean);
  }

  /** The text of the last reply if it refuses something, on one line; empty otherwise. */
  String replyText() {
    var reply = reply();
    var said = getLastServerResponse();
    return said != null && (reply.isTemporaryFailure() || reply.isPermanentFailure())
        ? SmtpReply.oneLine(said)
        : "";
  }

  /** True while the message is written: after the reply to DATA and before the final dot. */
  boolean transferring() {
    return transferring;
  }

  /** The largest message that the server accepts, in bytes; 0 if it announces none. */
  long sizeLimit() {
    var size = getExtensionParameter("SIZE");
    return size != null && SIZE.matcher(size).matches() ? Long.parseLong(size) : 0;
  }

  /** Angus Mail accepts an incomplete reply as a complete one. */
  @Override
  protected int readServerResponse() throws MessagingException {
    if (transferring) { // the command before was the final dot
      transferring = false;
      stage = Stage.FINAL_DOT;
    }
    timer.awaitReply(stage);
    int code = super.readServerResponse();
    return isComplete(getLastServerResponse()) ? code : -1;
  }

  private static boolean isComplete(@Nullable String said) {
    var lines = said == null ? "" : said.stripTrailing();
    return LAST_LINE.matcher(lines.substring(lines.lastIndexOf('\n') + 1)).matches();
  }

  /**
   * Authenticates by XOAUTH2, a user with an access token. Angus Mail would not read the refusal,
   * which comes after a challenge with the reason. Synchronized like all that sends commands there.
   *
   * @see <a href="https://developers.google.com/workspace/gmail/imap/xoauth2-protocol">XOAUTH2</a>
   */
  synchronized void authenticate(String user, Secret token) throws MessagingException {
    stage = Stage.AUTH;
    if (!supportsAuthentication(XOAUTH2)) {
      throw new AuthenticationFailedException("not offered");
    }
    var response = "user=" + user + "\u0001auth=Bearer " + token.reveal() + "\u0001\u0001";
    var encoded = Base64.getEncoder().encodeToString(response.getBytes(UTF_8));
    int code = simpleCommand("AUTH " + XOAUTH2 + " " + encoded);
    if (code == CHALLENGE) {
      code = simpleCommand("");
    }
    if (code != AUTHENTICATED) {
      throw new AuthenticationFailedException("refused");
    }
  }

  /** True if the session succeeded up to EHLO, but the server does not offer STARTTLS. */
  boolean lacksStartTls() {
    return stage == Stage.GREETING && reply().code() / 100 == 2 && !supportsExtension("STARTTLS");
  }

  /** Angus Mail would also try STARTTLS if the reply to AUTH is 530. */
  @Override
  protected void startTLS() throws MessagingException {
    if (!getStartTLS()) {
      throw new MessagingException("STARTTLS is not configured");
    }
    stage = Stage.STARTTLS;
    super.startTLS();
    stage = Stage.AUTH;
  }

  @Override
  protected void mailFrom() throws MessagingException {
    stage = Stage.SENDER;
    super.mailFrom();
  }

  @Override
  protected void rcptTo() throws MessagingException {
    stage = Stage.RECIPIENT;
    super.rcptTo();
  }

  @Override
  protected OutputStream data() throws MessagingException {
    stage = Stage.CONTENT;
    var content = timer.content(super.data());
    transferring = true;
    return content;
  }

  /** Angus Mail accepts only 250 as an acknowledgement; the protocol allows every 2yz. */
  @Override
  protected void finishData() throws IOException, MessagingException {
    try {
      super.finishData();
    } catch (MessagingException e) {
      if (reply().code() / 100 != 2) {
        throw e;
      }
    } finally {
      timer.endContent();
    }
  }
}
