"""Every endpoint of the REST face."""

from typing import Final

from api.rest import accounts, messages, rooms, uploads
from api.rest.endpoint import Endpoint

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    accounts.register,
    accounts.login,
    accounts.refresh,
    accounts.logout,
    accounts.me,
    rooms.list_rooms,
    rooms.create_room,
    rooms.show_room,
    messages.list_messages,
    messages.send_message,
    uploads.upload_file,  # before those of a message, whose id it is not
    messages.edit_message,
    messages.delete_message,
    messages.add_reaction,
    messages.remove_reaction,
    messages.mark_read,
    messages.mark_delivered,
)
