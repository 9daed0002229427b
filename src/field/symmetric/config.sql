insert into sym_node_group (node_group_id) values ('full');
insert into sym_node_group (node_group_id) values ('away');
insert into sym_node_group_link (source_node_group_id, target_node_group_id, data_event_action) values ('full', 'away', 'W');
insert into sym_channel (channel_id, processing_order, max_batch_size, max_batch_to_send, max_data_to_route, enabled, description) values ('history', 1, 10000, 100, 500000, 1, 'visits');
insert into sym_trigger (trigger_id, source_table_name, channel_id, last_update_time, create_time) values ('history', 'history', 'history', current_timestamp, current_timestamp);
insert into sym_router (router_id, source_node_group_id, target_node_group_id, router_type, create_time, last_update_time) values ('full_to_away', 'full', 'away', 'default', current_timestamp, current_timestamp);
insert into sym_trigger_router (trigger_id, router_id, initial_load_order, last_update_time, create_time) values ('history', 'full_to_away', 1, current_timestamp, current_timestamp);
