/// Who may use the console and the JSON API: accounts, roles, logins and tokens.
@NullMarked
package ai.tickstock.access;

import org.jspecify.annotations.NullMarked;
