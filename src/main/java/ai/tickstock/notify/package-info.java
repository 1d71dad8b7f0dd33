/// What others should hear: events for programs, by Redis; notices for people, by mail and Slack.
/// Both are rows of the database in the transaction that makes them true, kept until delivered.
@NullMarked
package ai.tickstock.notify;

import org.jspecify.annotations.NullMarked;
