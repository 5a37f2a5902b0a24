// Tables of the mail room.

export interface MailTables {
  mail_servers: {
    workspace_id: string;
    host: string;
    port: number;
    /** tls, starttls or none. */
    security: string;
    login_user: string;
    sealed: string | null;
    from_address: string;
    from_name: string;
    updated_at: number;
  };
  sent_mails: {
    workspace_id: string;
    effect_key: string;
    /** A digest of the address. */
    recipient: string;
    /** noted, sent or refused. */
    state: string;
    at: number;
  };
}
