"""Every endpoint of the REST face."""

from typing import Final

from api.rest import accounts, finding, invites, messages, moderation, rooms, threads, uploads
from api.rest.endpoint import Endpoint

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    accounts.register,
    accounts.login,
    accounts.refresh,
    accounts.logout,
    accounts.me,
    accounts.update_me,
    rooms.list_rooms,
    rooms.create_room,
    rooms.show_room,
    rooms.update_room,
    rooms.mark_unread,
    messages.list_messages,
    messages.send_message,
    uploads.upload_file,  # before those of a message, whose id it is not
    messages.show_message,
    messages.edit_message,
    messages.delete_message,
    messages.add_reaction,
    messages.remove_reaction,
    messages.mark_read,
    messages.mark_delivered,
    messages.list_receipts,
    threads.list_replies,
    threads.mark_thread_read,
    threads.follow_thread,
    threads.unfollow_thread,
    threads.list_threads,
    finding.list_mentions,
    finding.search_messages,
    moderation.list_pins,
    moderation.pin_message,
    moderation.unpin_message,
    invites.list_invites,
    invites.create_invite,
    invites.revoke_invite,
    invites.show_invited_room,
    invites.join_by_invite,
    moderation.report_message,
    moderation.list_reports,
    moderation.close_report,
    moderation.list_audit,
    moderation.list_blocks,
    moderation.block_user,
    moderation.unblock_user,
)
