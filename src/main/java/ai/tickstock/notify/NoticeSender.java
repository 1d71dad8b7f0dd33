package ai.tickstock.notify;

/// Tells people over one channel.
interface NoticeSender {
  Channel channel();

  Sent send(Message message, NoticeDelivery delivery);
}
